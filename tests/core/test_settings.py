import pytest

import config


def test_production_refuses_to_start_with_the_demonstrations_key():
    with pytest.raises(config.UnsafeSettings, match="SECRET_KEY"):
        config.from_environment({"MINHOE_ENV": "production", "TRUSTED_HOSTS": "city.example"})


def test_production_refuses_to_start_without_the_names_of_its_hosts():
    keys = {"SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40, "DATA_KEYS": "d" * 40}
    with pytest.raises(config.UnsafeSettings, match="TRUSTED_HOSTS"):
        config.from_environment({"MINHOE_ENV": "production", **keys})


def test_production_cookies_are_for_https_and_this_host_alone():
    keys = {"SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40, "DATA_KEYS": "d" * 40, "TRUSTED_HOSTS": "city.example"}
    settings = config.from_environment({"MINHOE_ENV": "production", **keys})
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_the_addresses_that_hosting_services_hand_out_name_the_driver():
    settings = config.from_environment({"DATABASE_URL": "postgres://u:p@host/db"})
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@host/db"
