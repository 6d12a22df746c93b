"""How gunicorn serves the pages: few processes, some threads, one address."""

import os

wsgi_app = "config.wsgi"
bind = os.environ["WEB_BIND"]
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True  # the program is read once, not by each worker: a quicker start and less memory
timeout = 120
graceful_timeout = 5
control_socket_disable = True
umask = 0o027
