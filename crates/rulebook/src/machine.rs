//! The script engine, set up so that a script can do no harm.
//!
//! *Invariant.* Whatever a script says, a call ends soon, uses little memory, and depends on nothing but its arguments: operations,
//! depth and sizes are limited, and what a closure captured is its own copy, so nothing is remembered from call to call.
//!
//! *Absent on purpose.* Modules, files, `eval`, output, time and sleep.

use std::sync::Arc;

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, FnPtr, Token};

use crate::manifest::Limits;
use crate::trace::Trace;
use crate::vocabulary::{compare, dates, facts, scoring, thresholds, told_by_kind, unread, values};

/// The scripts of a rulebook, ready to be called.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) engine: Engine,
    /// In the order of the rulebook's scripts.
    pub(crate) scripts: Vec<AST>,
    /// What ran, where the rulebook was compiled to be traced.
    pub(crate) trace: Option<Arc<Trace>>,
}

/// Everything but the words that declare rules.
pub(crate) fn engine(limits: Limits) -> Engine {
    let mut engine = Engine::new_raw();
    engine.register_global_module(ArithmeticPackage::new().as_shared_module());
    engine.register_global_module(LogicPackage::new().as_shared_module());
    engine.register_global_module(BasicMathPackage::new().as_shared_module());
    engine.register_global_module(BasicStringPackage::new().as_shared_module());
    engine.register_global_module(MoreStringPackage::new().as_shared_module());
    engine.register_global_module(BasicArrayPackage::new().as_shared_module());
    engine.register_global_module(BasicMapPackage::new().as_shared_module());
    engine.register_global_module(BasicIteratorPackage::new().as_shared_module());
    for word in ["eval", "print", "debug", "import", "export", "Fn", "call", "curry"] {
        engine.disable_symbol(word);
    }
    free_until(&mut engine);
    engine.set_strict_variables(true);
    engine.set_fail_on_invalid_map_property(true);
    engine.set_max_operations(limits.operations);
    engine.set_max_call_levels(limits.depth);
    engine.set_max_string_size(limits.text);
    engine.set_max_array_size(limits.list);
    engine.set_max_map_size(limits.list);
    engine.set_max_expr_depths(64, 32);
    engine.set_max_variables(256);
    engine.set_max_modules(0);
    told_by_kind::<FnPtr>(&mut engine);
    values::register(&mut engine);
    dates::register(&mut engine);
    unread::register(&mut engine);
    compare::register(&mut engine);
    thresholds::register(&mut engine);
    facts::register(&mut engine);
    scoring::register_counters(&mut engine);
    engine
}

/// The language keeps `until` for a kind of loop that no rule needs; a clock runs until a date.
#[expect(
    deprecated,
    reason = "the only way to free a keyword; marked so because it may change, which a test would notice"
)]
fn free_until(engine: &mut Engine) {
    engine.on_parse_token(|token, _, _| {
        if token == Token::Until { Token::Identifier(Box::new("until".into())) } else { token }
    });
}

/// Gives a closure its own copy of what it captured: a script's variables are shared with its closures otherwise.
pub(crate) fn detach(closure: &mut FnPtr) {
    for captured in closure.iter_curry_mut() {
        *captured = detached(captured);
    }
}

fn detached(value: &Dynamic) -> Dynamic {
    let value = value.clone().flatten();
    if let Some(list) = value.read_lock::<rhai::Array>() {
        return Dynamic::from_array(list.iter().map(detached).collect());
    }
    if let Some(map) = value.read_lock::<rhai::Map>() {
        return Dynamic::from_map(
            map.iter().map(|(key, value)| (key.clone(), detached(value))).collect(),
        );
    }
    value
}
