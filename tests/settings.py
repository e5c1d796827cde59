"""The portal's settings, quicker where that changes nothing that a test looks at."""

import hashlib

from vrp_portal.settings import *  # noqa: F403
from vrp_portal.settings import BASE_DIR, DATABASES

# A password is checked in many tests and guarded in none.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Two clones may share a server, and tests may run while the portal does.
_clone = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
DATABASES["default"]["TEST"] = {"NAME": f"test_vrp_portal_{_clone}"}
# What a test commits need not survive a power cut.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c synchronous_commit=off",
}
