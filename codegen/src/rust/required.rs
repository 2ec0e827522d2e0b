//! What the structures inside of a request's JSON must have.

use proc_macro2::Ident;

/// What the service's side looks for, because reading is lenient.
#[derive(Debug)]
pub(crate) struct Required {
    /// A table for each structure and union that has something to look for.
    pub(crate) tables: Vec<Members>,
    /// The members of each input that lead to such tables, in the order of the
    /// operations.
    pub(crate) inputs: Vec<Vec<(String, Nested)>>,
}

/// The table of a structure or union.
#[derive(Debug)]
pub(crate) struct Members {
    /// Its constant.
    pub(crate) name: Ident,
    /// The required members, by their names in JSON. A union has none.
    pub(crate) required: Vec<String>,
    /// The members that lead to other tables, by their names in JSON.
    pub(crate) nested: Vec<(String, Nested)>,
}

/// Where a member leads.
#[derive(Debug)]
pub(crate) enum Nested {
    /// To the table with this name.
    Members(Ident),
    /// To a list of these.
    List(Box<Self>),
    /// To a map of these.
    Map(Box<Self>),
}
