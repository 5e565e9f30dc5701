//! `/v1/datapackage.json`: the tables and their columns as a Frictionless Data Package (<https://specs.frictionlessdata.io/>), so that tools
//! can load and check them without anybody's help.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState,
    dataset_json_ld::{LICENCE, LICENCE_ADDRESS, LICENCE_TITLE},
    download::Row,
    list::{Listing, Pin},
};
use crate::domain::{Article, Dataset, DatasetRef, Entity, Mention, Quote, Source};
use crate::tables::{Column, Kind};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_data_package))
}

/// A table that can be downloaded.
pub struct Table {
    /// The last part of its path.
    pub name: &'static str,
    /// What its rows are.
    pub description: &'static str,
    columns: &'static [Column],
    /// Columns that hold ids of other tables: column, table.
    references: &'static [(&'static str, &'static str)],
}

/// Every table.
pub const TABLES: [Table; 6] = [
    Table {
        name: "articles",
        description: "Articles, one a row, without their texts.",
        columns: Article::COLUMNS,
        references: &[("source_id", "sources")],
    },
    Table {
        name: "quotes",
        description: "Quotes, one a row, outside readers' comments and site furniture.",
        columns: Quote::COLUMNS,
        references: &[("article_id", "articles"), ("source_id", "sources")],
    },
    Table { name: "people", description: "People, one a row.", columns: Entity::COLUMNS, references: &[] },
    Table { name: "organisations", description: "Organisations, one a row.", columns: Entity::COLUMNS, references: &[] },
    Table { name: "sources", description: "Publishers, one a row.", columns: Source::COLUMNS, references: &[] },
    Table {
        name: "mentions",
        description: "Places where a person or an organisation is named, one a row, outside readers' comments and site furniture.",
        columns: Mention::COLUMNS,
        references: &[("article_id", "articles"), ("source_id", "sources")],
    },
];

/// A Frictionless Data Package (version 1, profile `tabular-data-package`).
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPackage {
    /// `tabular-data-package`.
    #[schema(example = "tabular-data-package")]
    pub profile: &'static str,
    /// Its name for programs.
    #[schema(example = "onrecord")]
    pub name: &'static str,
    /// The dataset's name.
    pub title: String,
    /// Where the records come from, and what to know of the tables.
    pub description: String,
    /// The dataset's version.
    #[schema(pattern = "^[0-9a-f]{12}$")]
    pub version: String,
    /// Where the dataset is described; left out where the server does not know its own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uri")]
    pub homepage: Option<String>,
    /// What the records may be used for.
    pub licenses: Vec<DataPackageLicense>,
    /// The tables.
    pub resources: Vec<DataPackageResource>,
    /// The dataset that is described.
    pub dataset: DatasetRef,
}

/// A licence of a data package.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPackageLicense {
    /// Its SPDX identifier.
    #[schema(example = "CC0-1.0")]
    pub name: &'static str,
    /// Where it is found.
    pub path: &'static str,
    /// What it covers.
    pub title: &'static str,
}

/// A table of a data package.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPackageResource {
    /// `tabular-data-resource`.
    #[schema(example = "tabular-data-resource")]
    pub profile: &'static str,
    /// The table's name.
    #[schema(example = "quotes")]
    pub name: &'static str,
    /// What its rows are.
    pub description: &'static str,
    /// Where it is: an address with the version pinned, or, where the server does not know its own address, relative to this document.
    #[schema(example = "quotes.csv")]
    pub path: String,
    /// `csv`.
    #[schema(example = "csv")]
    pub format: &'static str,
    /// `text/csv`.
    #[schema(example = "text/csv")]
    pub mediatype: &'static str,
    /// `utf-8`.
    #[schema(example = "utf-8")]
    pub encoding: &'static str,
    /// How its cells are parted.
    pub dialect: DataPackageDialect,
    /// Its columns.
    pub schema: TableSchema,
}

/// How the cells of a table are parted (RFC 4180).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DataPackageDialect {
    /// Between cells.
    #[schema(example = ",")]
    pub delimiter: &'static str,
    /// Between rows.
    #[schema(example = "\r\n")]
    pub line_terminator: &'static str,
    /// Around cells.
    #[schema(example = "\"")]
    pub quote_char: &'static str,
    /// Whether a quotation mark within a cell is doubled.
    pub double_quote: bool,
    /// Whether the first row names the columns.
    pub header: bool,
}

/// The columns of a table.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TableSchema {
    /// The columns, in order.
    pub fields: Vec<TableField>,
    /// The column whose value no two rows share.
    #[schema(example = "id")]
    pub primary_key: &'static str,
    /// Columns that hold ids of other tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<TableForeignKey>,
    /// What an empty cell looks like.
    pub missing_values: Vec<&'static str>,
}

/// A column of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableField {
    /// Its name.
    #[schema(example = "id")]
    pub name: &'static str,
    /// What its cells hold: `string`, `integer` or `number`.
    #[schema(example = "string")]
    pub r#type: &'static str,
    /// The form of its text: `default` or `uri`.
    #[schema(example = "default")]
    pub format: &'static str,
    /// What it says.
    pub description: &'static str,
    /// What its cells keep to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub constraints: Option<TableConstraints>,
}

/// What the cells of a column keep to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableConstraints {
    /// Whether every row has a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub required: Option<bool>,
    /// Whether no two rows share one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unique: Option<bool>,
    /// A regular expression that every value fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pattern: Option<&'static str>,
}

/// A column that holds ids of another table.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableForeignKey {
    /// The column.
    #[schema(example = "article_id")]
    pub fields: &'static str,
    /// What it refers to.
    pub reference: TableReference,
}

/// A column of another table.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableReference {
    /// The table.
    #[schema(example = "articles")]
    pub resource: &'static str,
    /// Its column.
    #[schema(example = "id")]
    pub fields: &'static str,
}

/// Describe the tables
///
/// The CSV files of all resources with every column's name, type and meaning, as a Frictionless Data Package
/// (<https://specs.frictionlessdata.io/tabular-data-package/>). It stands beside the tables because their paths are relative to it where the
/// server does not know its own address.
#[utoipa::path(get, path = "/v1/datapackage.json", tag = "dataset", params(Pin),
    responses((status = 200, description = "The data package.", body = DataPackage)))]
async fn get_data_package(State(state): State<AppState>, listing: Listing) -> Json<DataPackage> {
    Json(DataPackage::of(listing.snapshot.dataset(), &state))
}

impl DataPackage {
    fn of(dataset: &Dataset, state: &AppState) -> Self {
        let Dataset { version, title, licence, provenance, .. } = dataset;
        Self {
            profile: "tabular-data-package",
            name: "onrecord",
            title: title.clone(),
            description: format!(
                "{provenance} {licence} Cells that a spreadsheet would take for a formula begin with an apostrophe. Dates are as precise as \
                 they are known: year, month or day."
            ),
            version: version.clone(),
            homepage: state.public_url().map(|public| public.join("/v1/dataset")),
            licenses: vec![DataPackageLicense { name: LICENCE, path: LICENCE_ADDRESS, title: LICENCE_TITLE }],
            resources: TABLES.iter().map(|table| DataPackageResource::of(table, version, state)).collect(),
            dataset: DatasetRef { version: version.clone() },
        }
    }
}

impl DataPackageResource {
    fn of(table: &Table, version: &str, state: &AppState) -> Self {
        let Table { name, description, columns, references } = table;
        let pinned = state.public_url().map(|public| public.join(&format!("/v1/{name}.csv?dataset={version}")));
        let foreign_key = |&(fields, resource): &(&'static str, &'static str)| TableForeignKey {
            fields,
            reference: TableReference { resource, fields: "id" },
        };
        Self {
            profile: "tabular-data-resource",
            name,
            description,
            path: pinned.unwrap_or_else(|| format!("{name}.csv")),
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            dialect: DataPackageDialect { delimiter: ",", line_terminator: "\r\n", quote_char: "\"", double_quote: true, header: true },
            schema: TableSchema {
                fields: columns.iter().map(TableField::of).collect(),
                primary_key: "id",
                foreign_keys: references.iter().map(foreign_key).collect(),
                missing_values: vec![""],
            },
        }
    }
}

impl TableField {
    fn of(column: &Column) -> Self {
        let &Column { name, kind, description } = column;
        let (r#type, format) = match kind {
            Kind::Text | Kind::Date => ("string", "default"),
            Kind::Integer => ("integer", "default"),
            Kind::Number => ("number", "default"),
            Kind::Url => ("string", "uri"),
        };
        let is_id = (name == "id").then_some(true);
        let pattern = (kind == Kind::Date).then_some(crate::domain::date::PATTERN);
        let constraints = TableConstraints { required: is_id, unique: is_id, pattern };
        let constraints = (is_id.is_some() || pattern.is_some()).then_some(constraints);
        Self { name, r#type, format, description, constraints }
    }
}
