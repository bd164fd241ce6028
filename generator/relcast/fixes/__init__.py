"""What can be mended without asking: each module finds one kind of slip in a record and the edits that mend it.

A fix is text edits and what they do to the record's data. Both are checked against each other before anything is
written, so that no edit changes more than it says.
"""
