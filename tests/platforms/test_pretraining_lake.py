"""Why the lake for pre-training is as it is."""

from stacks.capacity_report import capacity_report
from stacks.storage_report import storage_report
from tests.components.reading import listed, statements, text
from tests.platforms.reading import graph_of, page, settings_of

NAME = "pretraining-lake"
FILTER = "aws:lakeformation/dataCellsFilter:DataCellsFilter"


def test_analysts_see_no_column_about_people() -> None:
    tables = settings_of(NAME).data_catalogs["tables"].databases["lake"].tables
    columns = (*tables["pages"].columns, *tables["pages"].partition_columns)
    about_people = {column.name for column in columns if column.data_class == "personal"}
    seen = graph_of(NAME).named(FILTER, "tables-lake-pages-analysts").inputs["tableData"]["columnNames"]
    assert about_people
    assert not about_people & set(seen)


def test_jobs_see_people_only_in_rows_that_may_be_used() -> None:
    rows = graph_of(NAME).named(FILTER, "tables-lake-pages-cleaning").inputs["tableData"]["rowFilter"]
    assert rows["filterExpression"] == "licence <> 'none'"


def test_jobs_write_clean_text_and_tokens_and_never_the_raw_text() -> None:
    policy = statements(graph_of(NAME).named("aws:iam/rolePolicy:RolePolicy", "cleaning"))
    written = " ".join(
        text(resource)
        for each in policy.values()
        if "s3:PutObject" in listed(each["Action"])
        for resource in listed(each["Resource"])
    )
    assert "<clean.arn>" in written
    assert "<tokens.arn>" in written
    assert "<raw.arn>" not in written


def test_who_trains_cannot_read_what_people_wrote() -> None:
    policy = graph_of(NAME).named("aws:iam/rolePolicy:RolePolicy", "trainer")
    assert "<raw." not in text(policy.inputs["policy"])
    assert "<tokens." in text(policy.inputs["policy"])


def test_tokens_come_through_lustre_in_the_zone_of_the_nodes() -> None:
    graph = graph_of(NAME)
    link = graph.one("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation")
    assert text(link.inputs["dataRepositoryPath"]).startswith("s3://<tokens.")
    subnets = graph.one("aws:fsx/lustreFileSystem:LustreFileSystem").inputs["subnetIds"]
    assert text(subnets) == "<network-private-eun1-az1.id>"


def test_raw_text_becomes_cheaper_and_goes_after_a_year() -> None:
    life = graph_of(NAME).named("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "raw")
    (rule,) = [rule for rule in life.inputs["rules"] if "transitions" in rule]
    moves = [(each["storageClass"], each["days"]) for each in rule["transitions"]]
    assert moves == [("STANDARD_IA", 30), ("GLACIER_IR", 90)]
    assert rule["expiration"]["days"] == 365


def test_every_card_of_a_node_carries_efa() -> None:
    (template,) = [
        each
        for each in graph_of(NAME).of_type("aws:ec2/launchTemplate:LaunchTemplate")
        if each.inputs.get("instanceType") == "p5.48xlarge"
    ]
    kinds = [each["interfaceType"] for each in template.inputs["networkInterfaces"]]
    assert sum("efa" in kind for kind in kinds) == 32


def test_its_page_has_the_prices_the_commands_say() -> None:
    (pool,) = capacity_report(settings_of(NAME))
    assert f"| ${pool['groups'][0]['least_usd_per_hour']:.2f} an hour" in page(NAME)
    (scratch,) = storage_report(settings_of(NAME))
    plan = scratch["plan"]
    assert f"| ${plan['usd_per_month']:,.0f} a month" in page(NAME)
