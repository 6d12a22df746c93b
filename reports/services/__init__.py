"""The only writers of dossiers and inspectors' links. ``building`` is imported by the build's own process alone."""
