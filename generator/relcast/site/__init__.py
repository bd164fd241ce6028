"""The public site: products become packs, packs fill frames, pages are written where they changed."""
