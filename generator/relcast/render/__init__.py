"""Cards and records -> text: page bodies, feeds. No files, no clock, no globals."""
