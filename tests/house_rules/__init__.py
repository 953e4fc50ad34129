"""Rules of the house that no type and no contract of import-linter can hold.

source              every module, parsed once, and what it uses of whom
event_loop          held in all tests: the event loop only waits
test_rules          what may be used, and where
test_errors         the trees of errors are drawn as they are
test_classes        no class is larger than a person can hold in mind
"""
