"""The blueprint of the select stage."""

from flask import Blueprint

blueprint = Blueprint("selection", __name__)
