//! What becomes of a journal whose index is damaged so that the store itself gives up: an answer, and no panic.
//!
//! The blocks of events have checksums of ours. The pages that lead to them are redb's, which does not compare their checksums when it reads, and
//! panics on some that make no sense.
//!
//! *Invariant.* Only a panic in the store is taken for damage; any other is a mistake of ours and stays one.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Failure;

/// Runs a command.
pub(crate) fn guarded(run: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let store_gave_up = Arc::new(AtomicBool::new(false));
    let tell = take_hook();
    let seen = store_gave_up.clone();
    set_hook(Box::new(move |panic| match panic.location() {
        Some(place) if place.file().contains("redb") => seen.store(true, Ordering::Relaxed),
        Some(_) | None => tell(panic),
    }));
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => done,
        Err(_) if store_gave_up.load(Ordering::Relaxed) => Err(Failure::input(
            "the journal is damaged: a page of the index that leads to its events cannot be read; restore the file from a backup",
        )
        .or_in_chinese("事件库已损坏：指向各事件的索引页无法读取；请用备份恢复该文件")),
        Err(panic) => resume_unwind(panic),
    }
}
