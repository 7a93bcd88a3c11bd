//! Batches of rows from who finds them in a file to who takes them in: the first on one thread, the rest on two.

use super::batch::{Batch, Rows};
use super::fast::Texts;
use super::visitor::Visitor;
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::thread::Scope;

/// Batches found by who takes them in, so that a look at the first rows starts no thread.
const AT_ONCE: usize = 2;
/// Batches that may wait to be taken in.
const AHEAD: usize = 4;

/// Hands batches on. With the last one comes what came of the whole.
pub(super) struct Taker<'a, T> {
    /// The texts that cells share.
    pub texts: &'a Texts,
    /// Whether the last rows are whole, where that came of it.
    pub is_whole: fn(&T) -> bool,
}

/// How it ended.
pub(super) enum Given<T> {
    /// With what came of it.
    End(T),
    /// The visitor has enough.
    Enough,
    /// Who was to find batches gave up.
    Nothing,
}

impl<T> Taker<'_, T> {
    /// Gives the first batches. Breaks with what came of it, or with nothing where the visitor has enough.
    pub(super) fn give_first(
        &self,
        next: &mut dyn FnMut(&mut Batch) -> Option<T>,
        visitor: &mut dyn Visitor,
    ) -> ControlFlow<Option<T>> {
        let mut batch = Batch::default();
        for _ in 0..AT_ONCE {
            let end = next(&mut batch);
            if self.give(&batch, end.as_ref(), visitor).is_break() {
                return ControlFlow::Break(None);
            }
            if end.is_some() {
                return ControlFlow::Break(end);
            }
        }
        ControlFlow::Continue(())
    }

    /// Gives the rows of a batch: cell by cell where the last of them may not be whole.
    fn give(&self, batch: &Batch, end: Option<&T>, visitor: &mut dyn Visitor) -> ControlFlow<()> {
        let rows = Rows::new(batch, self.texts);
        match end.is_none_or(self.is_whole) && !rows.is_empty() {
            true => visitor.rows(&rows),
            false => rows.each(0, &mut |cell| visitor.cell(cell)),
        }
    }
}

impl<T: Send> Taker<'_, T> {
    /// Gives the batches that are left, which are found on a thread of their own.
    pub(super) fn give_rest<'scope, 'env>(
        &self,
        scope: &'scope Scope<'scope, 'env>,
        mut next: impl FnMut(&mut Batch) -> Option<T> + Send + 'scope,
        visitor: &mut dyn Visitor,
    ) -> Given<T>
    where
        T: 'scope,
    {
        let (give_batch, filled) = sync_channel(AHEAD);
        let (empty, emptied) = sync_channel::<Batch>(AHEAD);
        scope.spawn(move || {
            loop {
                let mut batch = emptied.try_recv().unwrap_or_default();
                let end = next(&mut batch);
                let is_last = end.is_some();
                // Nobody takes it where the visitor has enough.
                if give_batch.send((batch, end)).is_err() || is_last {
                    return;
                }
            }
        });
        for (batch, end) in filled {
            if self.give(&batch, end.as_ref(), visitor).is_break() {
                return Given::Enough;
            }
            if let Some(end) = end {
                return Given::End(end);
            }
            // Where none is wanted any more it is thrown away.
            let _ = empty.try_send(batch);
        }
        Given::Nothing
    }
}
