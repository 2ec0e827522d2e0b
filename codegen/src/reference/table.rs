//! Tables of Markdown.

/// A table without its empty columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// A table of names and facts, without a header.
    pub(super) fn facts() -> Self {
        Self::new(&["", ""])
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// A row of a table of facts.
    pub(super) fn fact(&mut self, name: &str, fact: impl Into<String>) {
        self.row([name.to_owned(), fact.into()]);
    }

    /// The lines, without a final line break; empty without rows.
    pub(super) fn render(&self) -> String {
        let used = |column: &usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(*column));
            cells.any(|cell| !cell.is_empty())
        };
        let used: Vec<usize> = (0..self.columns.len()).filter(used).collect();
        if self.rows.is_empty() {
            return String::new();
        }
        let header = used.iter().filter_map(|column| self.columns.get(*column));
        let mut lines = vec![
            line(header.copied()),
            format!("|{}", "---|".repeat(used.len())),
        ];
        for row in &self.rows {
            let cells = used.iter().filter_map(|column| row.get(*column));
            lines.push(line(cells.map(String::as_str)));
        }
        lines.join("\n")
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = "|".to_owned();
    for cell in cells {
        // Tables need this escape even in code.
        let cell = cell.replace('|', "\\|").replace('\n', " ");
        line.push_str(&format!(" {cell} |"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_empty_columns_and_escapes_bars() {
        let mut table = Table::new(&["a", "b", "c"]);
        table.row(["1".to_owned(), String::new(), "`x|y`".to_owned()]);
        table.row(["2".to_owned(), String::new(), String::new()]);
        assert_eq!(
            table.render(),
            "| a | c |\n|---|---|\n| 1 | `x\\|y` |\n| 2 |  |"
        );
    }
}
