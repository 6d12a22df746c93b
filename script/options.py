"""Options of ``script/run``, read twice: by the system's Python before anything is installed, then by our own."""

import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with whose data."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1, this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="begin empty, with a one-time link for the first administrator")
