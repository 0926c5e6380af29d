"""The public log of a poll: sealed ballots, signed heads, receipts, and a bundle that anyone can check.

Standard library and ``cryptography``; no database, no clock, no network. A whole poll of 20 voters, from the keys to the
check of the bundle, is the example in ``docs/verify.md``, which the tests run.

Before opening
    ``signatures.new_key``, ``sealing.new_box``, ``sealing.share_text`` / ``read_share``, ``definition.read_definition``,
    ``bundle.keys_document``, ``leaves.open_leaf``
Casting
    ``casting.prepare`` (``prepare_paper``), ``receipts.sign_draft``, ``review.conceal`` / ``reveal``, ``receipts.open_test``,
    ``sealing.seal``, ``casting.roll_tag``, ``receipts.make_receipt``, ``receipts.qr_text``, ``codes.change_code``
Log
    ``batches.is_due``, ``batches.append`` (new signed head), ``merkle.inclusion_proof``, ``merkle.consistency_proof``,
    ``heads.follows``, ``codes.read_receipt_code``
Closing
    ``closing.close_leaf``, ``sealing.combine``, ``publish.tally``, ``publish.write_openings``, ``publish.publish``
Checking
    ``verify.verify``, ``receipts.is_receipt_of``, ``receipts.tested_marks``
"""
