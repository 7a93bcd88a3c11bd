//! Totals and subtotals as formulas over the columns of a table's sheet.

use super::live::Sheets;
use crate::emit::formulas::{ParameterPart, Place};
use crate::formula::{BinaryOp, ColumnId, TableId};
use crate::outcome::Total;
use crate::value::number;

/// The rows that are added: those that have what a row has in a column, or all.
type Among = Option<(Place, usize)>;

impl Sheets {
    /// A total, seen from the sheet of a table or from elsewhere; blank where nothing is known or nothing divides.
    pub(super) fn total(&self, total: &Total, rows: (Among, TableId), from: Option<TableId>) -> Option<String> {
        Some(format!("IFERROR({},\"\")", self.part(total, rows, from)?))
    }

    /// How many rows have what a row has in a column.
    pub(super) fn counted(&self, (by, row): (Place, usize)) -> Option<String> {
        Some(format!("SUMPRODUCT({}*1)", self.same((by, row), None)?))
    }

    /// Which rows have what a row has: compared as texts, since `=` does not tell capitals.
    fn same(&self, (by, row): (Place, usize), from: Option<TableId>) -> Option<String> {
        Some(format!("EXACT({},{})", self.column(by, from)?, self.cell(by, row, from)?))
    }

    fn part(&self, total: &Total, (among, table): (Among, TableId), from: Option<TableId>) -> Option<String> {
        Some(match total {
            Total::Number(number) => number::shortest(*number),
            Total::Parameter(name, _) => self.parameter(name, ParameterPart::Value)?,
            Total::Negate(of) => format!("(-{})", self.part(of, (among, table), from)?),
            Total::Sum(slot) => {
                let column = self.column(Place::Column(ColumnId { table, slot: *slot }), from)?;
                match among {
                    None => format!("IF(COUNT({column})=0,NA(),SUM({column}))"),
                    Some(among) => {
                        let same = self.same(among, from)?;
                        let known = format!("SUMPRODUCT({same}*ISNUMBER({column}))");
                        format!("IF({known}=0,NA(),SUMPRODUCT({same}*1,{column}))")
                    }
                }
            }
            Total::Both(op, both) => {
                let mark = match op {
                    BinaryOp::Add => "+",
                    BinaryOp::Subtract => "-",
                    BinaryOp::Multiply => "*",
                    BinaryOp::Divide => "/",
                    _ => return None,
                };
                let (a, b) = (self.part(&both.0, (among, table), from)?, self.part(&both.1, (among, table), from)?);
                format!("({a}{mark}{b})")
            }
        })
    }
}
