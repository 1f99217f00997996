"""What counts as audited, and as a weakness."""

import json

from tests.release.audit import verdict


def package(name, *flaws, **more):
    return {"name": name, "version": "1.0", "vulns": [{"id": flaw} for flaw in flaws], **more}


def said(*packages):
    return verdict(json.dumps({"dependencies": packages}))


def test_a_weakness_is_named():
    assert said(package("a"), package("b", "CVE-1")) == (1, "b 1.0: CVE-1\n2 of 2 packages audited, 1 known weaknesses")


def test_no_weakness_is_known():
    assert said(package("a"), package("b")) == (0, "2 of 2 packages audited, 0 known weaknesses")


def test_packages_that_were_not_asked_about_are_not_clean():
    assert said({"name": "a", "skip_reason": "not found"}, package("b"))[0] == 2
    assert verdict("")[0] == 2
