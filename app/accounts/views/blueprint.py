"""The one blueprint of the area; each file of this folder adds its pages."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
