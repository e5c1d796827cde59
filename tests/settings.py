"""The portal's settings, quicker where that changes nothing that a test looks at."""

import hashlib
import os

from vrp_portal.settings import *  # noqa: F403
from vrp_portal.settings import BASE_DIR, DATABASES

# A password is checked in many tests and guarded in none.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Clones may share a server, and so may runs of the tests in one clone: each run has databases of its own,
# which its processes know by the number of the first of them.
CLONE = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
RUN = os.environ.setdefault("VRP_TEST_RUN", str(os.getpid()))
DATABASES["default"]["TEST"] = {"NAME": f"test_vrp_{CLONE}_{RUN}"}
# What a test commits need not survive a power cut.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c synchronous_commit=off",
}
# Each client of a test is a portal of its own, which would list every static file first; here it looks one up
# when it is asked for.
WHITENOISE_AUTOREFRESH = True
