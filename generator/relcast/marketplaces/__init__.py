"""Console text: what a marketplace's form takes (profiles), and a release cut to measure for it.

`blob` is the door: a release, a profile and a language give the text of one box. Below it `profile` reads the forms,
`compose` says what goes in, `dialects` how it is written, `counting` how it is measured, and `fit` what stays when room
is short. Everything here is a function from values to values.
"""
