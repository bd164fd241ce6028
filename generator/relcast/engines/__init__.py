"""Site engines that draw frames: the only rooms that know one."""
