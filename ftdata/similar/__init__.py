"""How alike texts are: normal forms, words, sketches, candidates, exact similarity, groups.

The room knows texts and numbers only, no rows and no files of users, and its modules use numpy: import them inside
functions. What two texts have in common is measured on their words; sketches only find pairs worth measuring.

To add one: write a module of functions over arrays; whoever needs it imports that module.
"""
