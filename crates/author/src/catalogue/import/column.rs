//! What the columns of a table may be called, in English and in the words of GB/T 39046-2020 and of the lists that cities publish.
//!
//! *Invariant.* A name stands for one column. Blanks and the case of letters make no difference.

use std::fmt;

use super::ImportError;

/// A column that an import takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The code of the item.
    Code,
    /// Its name.
    Name,
    /// Its name in English.
    NameEn,
    /// The department that handles it.
    Department,
    /// Its type: a word or number of GB/T 39046 A.1.
    Type,
    /// 即办件, 承诺件 or other: a word or number of GB/T 39046 A.6.
    Kind,
    /// The law and article it rests on.
    Basis,
    /// The statutory limit, with its unit or with the unit in the next column.
    StatutoryLimit,
    /// The unit of the statutory limit.
    StatutoryUnit,
    /// The promised limit.
    PromisedLimit,
    /// The unit of the promised limit.
    PromisedUnit,
    /// Whether it charges.
    ChargesFees,
    /// What it charges for; several parted by `;`.
    Fees,
    /// The standards, as many as there are fees.
    FeeStandards,
    /// The bases, as many as there are fees, or one for all.
    FeeBases,
    /// The materials, parted by `;`.
    Materials,
    /// The forms, parted by `;`.
    Forms,
    /// The special procedures, parted by `;`.
    Specials,
    /// The steps, parted by `;`, each `name@post@limit`.
    Steps,
    /// The first day of the version.
    From,
    /// The last day of the version.
    To,
    /// The first day on which it is cancelled.
    CancelledOn,
    /// The decision that cancelled it.
    CancelledBasis,
    /// Whether it is classified.
    Classified,
    /// Who exempted it from publication.
    ExemptionApprover,
    /// The first day of the exemption.
    ExemptionFrom,
    /// The last day of the exemption.
    ExemptionTo,
}

/// Every column with its names; the first is that of the catalogue.
const COLUMNS: [(Column, &[&str]); 27] = [
    (
        Column::Code,
        &["code", "item_code", "task_code", "编码", "事项编码", "实施编码", "基本编码", "事项代码"],
    ),
    (Column::Name, &["name", "task_name", "名称", "事项名称"]),
    (Column::NameEn, &["name_en", "英文名称"]),
    (Column::Department, &["department", "dept_name", "部门", "实施部门", "实施主体", "实施机关"]),
    (Column::Type, &["type", "task_type", "类型", "事项类型", "事项类型代码"]),
    (Column::Kind, &["kind", "project_type", "办件类型"]),
    (Column::Basis, &["basis", "设定依据", "依据"]),
    (Column::StatutoryLimit, &["statutory_limit", "anticipate_day", "法定时限", "法定办结时限"]),
    (
        Column::StatutoryUnit,
        &["statutory_unit", "anticipate_type", "法定时限单位", "法定办结时限单位"],
    ),
    (Column::PromisedLimit, &["promised_limit", "promise_day", "承诺时限", "承诺办结时限"]),
    (Column::PromisedUnit, &["promised_unit", "promise_type", "承诺时限单位", "承诺办结时限单位"]),
    (Column::ChargesFees, &["charges_fees", "is_fee", "是否收费"]),
    (Column::Fees, &["fees", "收费项目"]),
    (Column::FeeStandards, &["fee_standards", "收费标准"]),
    (Column::FeeBases, &["fee_bases", "收费依据"]),
    (Column::Materials, &["materials", "材料", "申请材料"]),
    (Column::Forms, &["forms", "表格", "申请表格"]),
    (Column::Specials, &["specials", "特别程序"]),
    (Column::Steps, &["steps", "环节", "办理环节"]),
    (Column::From, &["from", "生效日期"]),
    (Column::To, &["to", "失效日期"]),
    (Column::CancelledOn, &["cancelled_on", "取消日期"]),
    (Column::CancelledBasis, &["cancelled_basis", "取消依据"]),
    (Column::Classified, &["classified", "是否涉密"]),
    (Column::ExemptionApprover, &["exemption_approver", "豁免批准人"]),
    (Column::ExemptionFrom, &["exemption_from", "豁免起始日期"]),
    (Column::ExemptionTo, &["exemption_to", "豁免截止日期"]),
];

/// The columns without which there is no item.
const NEEDED: [Column; 3] = [Column::Code, Column::Name, Column::Department];

impl Column {
    /// Every column with the names that a header may give it, English ones first.
    pub fn all() -> impl Iterator<Item = (Column, &'static [&'static str])> {
        COLUMNS.into_iter()
    }

    /// The names of a column, for a message.
    pub fn names(self) -> String {
        let names = COLUMNS.iter().find(|(column, _)| *column == self).map_or(&[][..], |it| it.1);
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }

    /// The columns that a table must have, for a message.
    pub(super) fn needed() -> String {
        NEEDED.map(|column| format!("`{column}`")).join(", ")
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = COLUMNS.iter().find(|(column, _)| column == self);
        f.write_str(names.map_or("", |(_, names)| names[0]))
    }
}

/// Where the columns of a table stand.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    places: Vec<(Column, usize, String)>,
}

impl Columns {
    /// Finds the columns in a header; answers besides the names of those that are not known.
    pub(super) fn of(header: &[String]) -> Result<(Columns, Vec<String>), ImportError> {
        let mut places: Vec<(Column, usize, String)> = Vec::new();
        let mut ignored = Vec::new();
        for (place, name) in header.iter().enumerate() {
            let Some(column) = known(name) else {
                ignored.push(name.clone());
                continue;
            };
            if let Some((_, _, first)) = places.iter().find(|it| it.0 == column) {
                let (first, second) = (first.clone(), name.clone());
                return Err(ImportError::Twice { column, first, second });
            }
            places.push((column, place, name.clone()));
        }
        let missing = NEEDED.into_iter().find(|needed| places.iter().all(|it| it.0 != *needed));
        match missing {
            Some(missing) => {
                let parted = header.len() == 1 && header[0].contains([';', '\t', '|']);
                let hint = if parted { "; fields are parted by commas" } else { "" };
                Err(ImportError::Missing { missing, hint })
            }
            None => Ok((Columns { places }, ignored)),
        }
    }

    /// What the table calls a column, if it has it.
    pub(super) fn name(&self, column: Column) -> Option<&str> {
        self.find(column).map(|(_, name)| name)
    }

    /// Where a column stands, and what the table calls it.
    pub(super) fn find(&self, column: Column) -> Option<(usize, &str)> {
        let found = self.places.iter().find(|it| it.0 == column);
        found.map(|(_, place, name)| (*place, name.as_str()))
    }
}

fn known(name: &str) -> Option<Column> {
    let plain: String = name.chars().filter(|it| !it.is_whitespace()).collect();
    let plain = plain.to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}
