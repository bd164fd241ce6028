"""Problems -> text for people, for other programs, and for the forms that code hosts show beside a change.

Each module is one form: a function from problems to text. What else a form shows (source lines, the rules' help) is
handed to it.
"""
