//! The functions and closures of a script, each on its own.
//!
//! *Absent on purpose.* What they say: who walks one knows what to look for.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTNode, Expr, FnPtr, Module, ScriptFuncDef, Shared, Stmt};

use crate::draft::Closure;

/// The parameters of a closure beside what it captured; None where the script has no such closure.
pub(crate) fn parameters(ast: &AST, closure: &Closure) -> Option<(Vec<String>, Vec<String>)> {
    let name = closure.call.fn_name();
    let function = ast.iter_fn_def().find(|function| function.name == name)?;
    let mut names: Vec<String> = function.params.iter().map(ToString::to_string).collect();
    let own = names.split_off(closure.call.curry().len().min(names.len()));
    Some((names, own))
}

/// The functions of this name, without all else.
pub(crate) fn alone(ast: &AST, name: &str) -> AST {
    let mut functions = Module::new();
    for function in ast.iter_fn_def().filter(|function| function.name == name) {
        functions.set_script_fn(function.clone());
    }
    AST::new(Vec::<Stmt>::new(), functions)
}

/// Every function by its name, without all else: who wants them all asks once, and not by name for each.
pub(crate) fn each_alone(ast: &AST) -> impl Iterator<Item = (&str, AST)> {
    ast.iter_fn_def().map(|function| (function.name.as_str(), one_alone(function)))
}

/// One function, without all else.
pub(crate) fn one_alone(function: &Shared<ScriptFuncDef>) -> AST {
    let mut functions = Module::new();
    functions.set_script_fn(function.clone());
    AST::new(Vec::<Stmt>::new(), functions)
}

/// Whether a function has no name: a closure.
pub(crate) fn is_closure(name: &str) -> bool {
    name.starts_with("anon$")
}

/// The closures that stand in functions which have a name, and those in them: whoever calls such a function calls them.
pub(crate) fn closures_of_functions(ast: &AST) -> BTreeSet<String> {
    let mut within: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, function) in each_alone(ast) {
        function.walk(&mut |path| {
            if let Some(ASTNode::Expr(Expr::DynamicConstant(value, _))) = path.last()
                && let Some(closure) = value.read_lock::<FnPtr>()
            {
                within.entry(name).or_default().push(closure.fn_name().to_owned());
            }
            true
        });
    }
    let named = within.iter().filter(|(name, _)| !is_closure(name));
    let mut waiting: Vec<&String> = named.flat_map(|(_, closures)| closures).collect();
    let mut reached = BTreeSet::new();
    while let Some(closure) = waiting.pop() {
        if reached.insert(closure.clone()) {
            waiting.extend(within.get(closure.as_str()).into_iter().flatten());
        }
    }
    reached
}
