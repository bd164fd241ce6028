"""`python -m relcast.cli`."""

import sys

from . import main

sys.exit(main())
