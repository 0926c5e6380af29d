"""The blueprint of the polls."""

from flask import Blueprint

blueprint = Blueprint("polls", __name__)
