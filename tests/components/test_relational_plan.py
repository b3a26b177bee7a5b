"""Which database a need becomes, and which needs no database meets."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.databases import database_engine, database_engines, database_versions, upgrade_steps
from components.database.relational_errors import DatabaseError
from components.database.relational_plan import RelationalNeed, plan_database

POSTGRES = RelationalNeed("postgres", "17", "db.r7g.large", storage_gib=100)
AURORA = RelationalNeed("aurora-postgresql", "17", "db.r7g.large")
ORACLE = RelationalNeed("oracle-se2", "19", "db.r6i.large", license_model="license-included", storage_gib=100)
MYSQL = RelationalNeed("mysql", "8.4", "db.r7g.large", storage_gib=100)

REFUSED = [
    (replace(POSTGRES, engine="postgresql"), "engine is 'postgresql'; unknown database engine"),
    (replace(POSTGRES, engine_version="9.6"), "engine_version is '9.6'; unknown version of postgres"),
    (replace(MYSQL, engine_version="8.0"), "engine_version .* ended on 2026-07-31; take a newer one"),
    (replace(POSTGRES, upgrades_from="11"), "upgrades_from is '11' with postgres 17; in one step .* 13, 14, 15, 16"),
    (
        replace(POSTGRES, engine_version="18", upgrades_from="14"),
        "go there in 2 updates, .* '17' with upgrades_from '14', engine_version '18' with upgrades_from '17'",
    ),
    (replace(POSTGRES, engine_version="16", upgrades_from="17"), "upgrades_from is '17' with postgres 16"),
    (replace(ORACLE, upgrades_from="12"), "nothing is upgraded to it in place"),
    (replace(ORACLE, extended_support=True), "extended_support is true on oracle-se2; AWS sells none of Oracle"),
    (replace(ORACLE, license_model=None), "license_model is missing on oracle-se2; give license-included or bring"),
    (replace(ORACLE, engine="oracle-ee"), "license_model is 'license-included' on oracle-ee; .* bring-your-own"),
    (replace(POSTGRES, license_model="license-included"), "license_model .* on postgres; it needs no licence"),
    (replace(ORACLE, instance_class="db.r6i.8xlarge"), "32 vCPUs on oracle-se2; the edition runs on at most 16"),
    (replace(ORACLE, instance_class="db.r7g.large"), "'db.r7g.large', a family oracle-se2 does not run on"),
    (replace(AURORA, instance_class="db.m7g.large"), "a family aurora-postgresql does not run on; its families are r5"),
    (replace(POSTGRES, instance_class="r7g.large"), "instance_class is 'r7g.large'; a class such as 'db."),
    (replace(POSTGRES, instance_class="db.r7g.3xlarge"), "instance_class is 'db.r7g.3xlarge'; a class such as"),
    (replace(POSTGRES, instance_class="db.r7g.metal"), "instance_class is 'db.r7g.metal'; a class such as"),
    (replace(MYSQL, instance_class="db.t4g.small"), "MySQL has no Performance Insights; take db.t4g.medium"),
    (replace(ORACLE, iam_authentication=True), "iam_authentication is true on oracle-se2; it has none"),
    (replace(POSTGRES, storage_gib=None), "storage_gib is missing; give 20 to 65536 GiB"),
    (replace(POSTGRES, storage_gib=10), "storage_gib is 10; postgres takes 20 to 65536 GiB"),
    (replace(AURORA, storage_gib=100), "storage_gib is given on Aurora; its storage grows by itself"),
    (replace(AURORA, max_storage_gib=100), "max_storage_gib is given on Aurora"),
    (replace(POSTGRES, max_storage_gib=109), "max_storage_gib is 109 with storage_gib 100; at least a tenth more"),
    (replace(POSTGRES, readers=["reports"]), "readers are given on postgres, .* take aurora-postgresql"),
    (replace(ORACLE, readers=["reports"]), "readers are given on oracle-se2, .* leave them out"),
    (replace(AURORA, readers=[]), "readers are none, and Aurora fails over to nothing else"),
    (replace(AURORA, readers=["a", "a"]), "readers have a twice; name each once"),
    (replace(AURORA, readers=["primary"]), "'primary' is the writer"),
    (replace(AURORA, readers=[f"r{n}" for n in range(16)]), "readers are 16; Aurora has at most 15"),
]


@pytest.mark.parametrize(("need", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_refuses_what_no_database_is_like(need: RelationalNeed, sentence: str) -> None:
    with pytest.raises(DatabaseError, match=sentence):
        plan_database(need)


def test_a_major_version_is_kept_current_and_a_minor_one_stays() -> None:
    assert not plan_database(POSTGRES).pinned
    assert plan_database(replace(POSTGRES, engine_version="17.7")).pinned
    aurora = plan_database(RelationalNeed("aurora-mysql", "8.0.mysql_aurora.3.10.4", "db.r7g.large"))
    assert (aurora.version.major_version, aurora.pinned) == ("8.0", True)


def test_a_major_version_changes_by_the_argument_only() -> None:
    assert not plan_database(POSTGRES).upgrades
    assert plan_database(replace(POSTGRES, upgrades_from="16")).upgrades


def test_a_version_out_of_standard_support_is_paid_for_or_not_had() -> None:
    assert plan_database(replace(MYSQL, engine_version="8.0", extended_support=True)).version.major_version == "8.0"


def test_se2_runs_with_either_licence_and_ee_with_your_own() -> None:
    for model in ("license-included", "bring-your-own-license"):
        assert plan_database(replace(ORACLE, license_model=model)).engine.engine == "oracle-se2"
    own = replace(ORACLE, engine="oracle-ee", license_model="bring-your-own-license")
    assert plan_database(own).engine.license_models == ("bring-your-own-license",)


def test_aurora_has_a_standby_unless_one_zone_is_enough() -> None:
    assert plan_database(AURORA).readers == ("standby",)
    assert plan_database(replace(AURORA, multi_az=False)).readers == ()


@given(storage=st.integers(20, 65_536), most=st.none() | st.integers(1, 70_000))
def test_storage_has_room_to_grow_within_what_rds_sells(storage: int, most: int | None) -> None:
    need = replace(POSTGRES, storage_gib=storage, max_storage_gib=most)
    if most is not None and (most * 10 < storage * 11 or most > 65_536):
        with pytest.raises(DatabaseError, match="max_storage_gib"):
            plan_database(need)
        return
    plan = plan_database(need)
    assert plan.storage_gib == storage
    assert plan.max_storage_gib <= 65_536
    assert plan.max_storage_gib * 10 >= storage * 11 or (most is None and storage * 11 > 655_360)


@pytest.mark.parametrize("engine", sorted(database_engines()))
def test_every_engine_forces_tls_and_has_a_version_in_support(engine: str) -> None:
    found = database_engine(engine)
    forced = {"rds.force_ssl": "1"}.items() <= found.parameters.items()
    forced = forced or found.parameters.get("require_secure_transport") in ("1", "ON")
    assert forced or found.tls_option == "SSL"
    assert any(version.in_standard_support for version in database_versions(engine).values())


@pytest.mark.parametrize("engine", sorted(database_engines()))
def test_every_version_is_reached_from_older_ones_the_catalogue_has(engine: str) -> None:
    versions = database_versions(engine)
    for version in versions.values():
        assert version.standard_support_end <= version.extended_support_end
        assert version.extended_support_end - version.standard_support_end < timedelta(days=4 * 366)
        assert set(version.upgrades_from) <= versions.keys()
        assert all(float(older) < float(version.major_version) for older in version.upgrades_from)


@pytest.mark.parametrize("engine", sorted(database_engines()))
def test_an_upgrade_goes_the_fewest_steps_and_each_is_one_that_aws_takes(engine: str) -> None:
    versions = database_versions(engine)

    def every_way(older: str, newer: str) -> list[tuple[str, ...]]:
        if older == newer:
            return [(older,)]
        return [(*way, newer) for one in versions[newer].upgrades_from for way in every_way(older, one)]

    for older, newer in product(versions, repeat=2):
        ways = every_way(older, newer)
        steps = upgrade_steps(engine, older, newer)
        assert steps in ways if ways else steps == ()
        assert len(steps) == min(map(len, ways), default=0)
