"""Small faults put into the rules and formats one at a time: does any test notice?"""
