//! Finds closures that do nothing but read one field: `|c, e| e.officer`, `|c, e| c.facts.applicant`.
//!
//! *Invariant.* The field that is found holds what the closure answers, whatever the case.
//!
//! *Absent on purpose.* Fields of which the first of several counts, and parts.

use rhai::{AST, ASTNode, Expr, Stmt};

use super::{Step, alone, parameters, steps, variable};
use crate::draft::Closure;
use crate::facts::Field;
use crate::vocabulary::words::{Kind, Reads};

/// The field that a closure reads, if that is all that it does. `fact_names`: those of the plan.
pub(crate) fn only_reads(ast: &AST, closure: &Closure, fact_names: &[String]) -> Option<Field> {
    let (captured, own) = parameters(ast, closure)?;
    let kind_of = |name: &str| {
        let at = own.iter().position(|own| own == name)?;
        closure.roles.get(at).copied()
    };
    let mut reads = Vec::new();
    alone(ast, closure.call.fn_name()).walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            let expr = if let Stmt::Expr(expr) = statement { Some(expr) } else { None };
            reads.push(expr.and_then(|expr| field(expr, kind_of, fact_names)));
        }
        true
    });
    let [only] = reads.as_slice() else { return None };
    only.filter(|_| captured.is_empty())
}

fn field(
    expr: &Expr,
    kind_of: impl Fn(&str) -> Option<Kind>,
    fact_names: &[String],
) -> Option<Field> {
    let (Expr::Dot(chain, ..) | Expr::Index(chain, ..)) = expr else { return None };
    let mut kind = kind_of(variable(&chain.lhs)?)?;
    let steps = steps(expr);
    for (at, step) in steps.iter().enumerate() {
        let is_last = at + 1 == steps.len();
        let (Step::Field(name, _) | Step::Entry(Some(name), _)) = step else { return None };
        if kind == Kind::Facts {
            let fact = fact_names.iter().position(|known| known == name)?;
            return u16::try_from(fact).ok().map(Field::Fact).filter(|_| is_last);
        }
        match kind.members().iter().find(|(known, _)| known == name)?.1 {
            Reads::Part(part) => kind = part,
            Reads::Plain(field) | Reads::Words(field) => return Some(field).filter(|_| is_last),
            Reads::Number(_) | Reads::At(_) | Reads::On(_) | Reads::Instant(_) | Reads::Date(_) => {
                return None;
            }
        }
    }
    None
}
