"""The blueprint of the polls."""

from flask import Blueprint

blueprint = Blueprint("selection", __name__)
