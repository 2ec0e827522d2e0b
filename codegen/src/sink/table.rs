//! Tables of Markdown.

use super::blocks::Blocks;
use super::markdown::Markdown;

/// A table without its empty columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Markdown>>,
}

impl Table {
    pub(crate) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Creates a table of names and facts, without a header.
    pub(crate) fn facts() -> Self {
        Self::new(&["", ""])
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Markdown>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// A row of a table of facts.
    pub(crate) fn fact(&mut self, name: &'static str, fact: impl Into<Markdown>) {
        self.row([name.into(), fact.into()]);
    }

    /// The lines; empty if there are no rows.
    pub(crate) fn blocks(&self) -> Blocks {
        let used = |column: &usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(*column));
            cells.any(|cell| !cell.is_empty())
        };
        let used: Vec<usize> = (0..self.columns.len()).filter(used).collect();
        if self.rows.is_empty() {
            return Blocks::default();
        }
        let header = used.iter().filter_map(|column| self.columns.get(*column));
        let mut lines = vec![
            line(header.copied()),
            format!("|{}", "---|".repeat(used.len())),
        ];
        for row in &self.rows {
            let cells = used.iter().filter_map(|column| row.get(*column));
            lines.push(line(cells.map(Markdown::as_str)));
        }
        Blocks::new(lines.join("\n"))
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = "|".to_owned();
    for cell in cells {
        // Tables need this escape even in code.
        line.push_str(&format!(" {} |", cell.replace('|', "\\|")));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_empty_columns_and_escapes_bars() {
        let mut table = Table::new(&["a", "b", "c"]);
        let empty = Markdown::default;
        table.row(["1".into(), empty(), Markdown::code("x|y")]);
        table.row(["2".into(), empty(), empty()]);
        assert_eq!(
            table.blocks().to_string(),
            "| a | c |\n|---|---|\n| 1 | `x\\|y` |\n| 2 |  |"
        );
    }
}
