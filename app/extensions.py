"""One object of each extension; the factory binds them to an app."""

from flask_babel import Babel, Domain
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect


class KeptBabel(Babel):
    """Babel that reads the catalogs once, not at every request."""

    domain_instance = Domain()


babel = KeptBabel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)
login = LoginManager()
migrate = Migrate()
