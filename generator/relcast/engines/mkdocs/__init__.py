"""MkDocs with Material, and engines that keep its plugin interface (ProperDocs)."""
