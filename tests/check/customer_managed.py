#!/usr/bin/env python3
"""Works out the pack customer-managed a second time, from the workbook alone.

    pip install pandas openpyxl
    python3 tests/check/customer_managed.py samples/customer-managed.xlsx > tests/check/customer_managed.json

Nothing here is shared with the engine: the policy is written down again in pandas and plain loops, so
that two independent readings of the same rules can be compared. Blank is NaN; a row is rejected where its
key or a required cell is blank or bad, or its key was seen before; any other bad cell becomes blank.
"""

import datetime as dt
import json
import re
import sys
import unicodedata
import warnings
from collections import defaultdict

import numpy as np
import openpyxl
import pandas as pd

FROM, TODAY = pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 6, 30)
SHELF_LIFE = {"電話": 730, "メール": 365, "住所": 1095, "生年月日": 36500, "保有車種": 1095, "年収帯": 730}
POINTS = {"投票": 2, "レビュー": 8, "共有": 5, "紹介": 10, "情報更新": 3, "問合せ": 1}
CHANNELS = ["メール", "SMS", "電話", "郵送"]
TOPICS = ["新車", "試乗会", "整備", "保険", "イベント"]


def number(cell):
    """A number as people type it, else NaN."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if not isinstance(cell, str):
        return np.nan
    text = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", cell)).replace("−", "-")
    if re.fullmatch(r"-?\d+(\.\d+)?%", text):
        return float(text[:-1]) / 100
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else np.nan


def day(cell):
    """A day, else NaT."""
    if isinstance(cell, dt.datetime):
        return pd.Timestamp(cell).normalize()
    if isinstance(cell, str):
        parts = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", cell.strip())
        if parts:
            try:
                return pd.Timestamp(*map(int, parts.groups()))
            except ValueError:
                pass
    return pd.NaT


def text(cell):
    """Text as it stands; blank is NaN."""
    if cell is None or (isinstance(cell, str) and (not cell.strip() or cell.startswith("#"))):
        return np.nan
    return str(cell).strip()


def code(cell):
    """A key: width folded away."""
    cell = text(cell)
    return unicodedata.normalize("NFKC", cell) if isinstance(cell, str) else cell


class Book:
    """The sheets, read cell by cell, with rows read, used and rejected."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        self.control = {}

    def table(self, sheet, key, columns, required=(), least=(), one_of=None, known=None):
        """columns: name -> (header, reader); known: column -> keys it must be one of."""
        rows = list(self.book[sheet].iter_rows(values_only=True))
        first = next(iter(columns.values()))[0]
        top = next(i for i, row in enumerate(rows) if first in row)
        headers = list(rows[top])
        raw = [row for row in rows[top + 1 :] if any(cell is not None for cell in row)]
        data = pd.DataFrame({name: [read(row[headers.index(h)]) for row in raw] for name, (h, read) in columns.items()})
        for name, allowed in (one_of or {}).items():
            data.loc[~data[name].isin(allowed), name] = np.nan
        for name in least:
            data.loc[data[name] < 0, name] = np.nan
        good = pd.Series(True, data.index)
        if key:
            good = data[key].notna() & data[key].ne("合計")
            good &= ~data[key].where(good).duplicated() | data[key].isna()
        for name, keys in (known or {}).items():
            keys = set(data[key][good]) if keys is None else set(keys)
            data.loc[~data[name].isin(keys), name] = np.nan
        good &= data[list(required)].notna().all(axis=1)
        self.control[sheet] = {"read": len(raw), "used": int(good.sum()), "rejected": int((~good).sum())}
        return data[good].reset_index(drop=True)


def import_all(book):
    t = {}
    t["sources"] = book.table("情報源", "id", {"id": ("情報源コード", code), "name": ("情報源名", text)})
    t["customers"] = book.table(
        "顧客", "id",
        {"id": ("顧客番号", code), "status": ("状態", text), "referred_by": ("紹介者", code), "own_cap": ("本人指定の接触上限", number)},
        least=["own_cap"], one_of={"status": ["会員", "休眠", "退会"]}, known={"referred_by": None})
    of_customer = t["customers"].id
    t["campaigns"] = book.table(
        "施策", "id",
        {"id": ("施策番号", code), "method": ("方式", text), "start": ("開始日", day), "end": ("終了日", day),
         "budget": ("予算", number), "spent": ("実績費用", number), "planned": ("計画接触数", number), "target": ("目標反応率", number)},
        one_of={"method": ["従来型", "参加型"]})
    t["records"] = book.table(
        "顧客データ", "id",
        {"id": ("データ番号", code), "customer": ("顧客番号", code), "source": ("情報源コード", code), "field": ("項目", text),
         "value": ("値", text), "collected": ("取得日", day), "verified": ("確認", text)},
        required=["customer"], one_of={"field": SHELF_LIFE, "verified": ["済", "未"]},
        known={"customer": of_customer, "source": t["sources"].id})
    t["consents"] = book.table(
        "同意", "id",
        {"id": ("同意番号", code), "customer": ("顧客番号", code), "channel": ("チャネル", text), "topic": ("話題", text),
         "given": ("同意日", day), "withdrawn": ("撤回日", day)},
        required=["customer", "channel", "topic", "given"], one_of={"channel": CHANNELS, "topic": TOPICS},
        known={"customer": of_customer})
    t["interests"] = book.table(
        "関心", None, {"customer": ("顧客番号", code), "topic": ("話題", text), "stated": ("表明日", day)},
        required=["customer", "topic", "stated"], one_of={"topic": TOPICS}, known={"customer": of_customer})
    t["interactions"] = book.table(
        "接触履歴", "id",
        {"id": ("履歴番号", code), "customer": ("顧客番号", code), "date": ("日付", day), "kind": ("種類", text),
         "topic": ("話題", text), "campaign": ("施策番号", code)},
        required=["customer", "date"], one_of={"kind": [*POINTS, *CHANNELS], "topic": TOPICS},
        known={"customer": of_customer, "campaign": t["campaigns"].id})
    t["plans"] = book.table(
        "接触予定", "id",
        {"id": ("予定番号", code), "campaign": ("施策番号", code), "customer": ("顧客番号", code), "channel": ("チャネル", text),
         "topic": ("話題", text), "date": ("予定日", day)},
        required=["customer", "channel", "topic", "date"], one_of={"channel": CHANNELS, "topic": TOPICS},
        known={"customer": of_customer, "campaign": t["campaigns"].id})
    return t


def comparable(field, value):
    """What two sources must agree on."""
    if not isinstance(field, str) or not isinstance(value, str):
        return value
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).lower()
    if field == "電話":
        digits = re.sub(r"\D", "", plain)
        return digits[-11:] if len(digits) > 11 and digits.startswith("86") else digits
    return re.sub(r"\D", "", plain) if field == "生年月日" else plain


def records(t):
    r = t["records"]
    r["plain"] = [comparable(f, v) for f, v in zip(r.field, r.value)]
    r["checked"] = (r.verified == "済").where(r.verified.notna())
    age = (TODAY - r.collected).dt.days
    r["fresh"] = (age <= r.field.map(SHELF_LIFE)).where(age.notna() & r.field.notna())
    size = lambda by: r.fillna({name: "" for name in by}).groupby(by)["id"].transform("size")
    r["contradicted"] = size(["customer", "field"]) > size(["customer", "field", "plain"])
    r["repeated"] = size(["customer", "source", "field", "plain"]) > 1
    return r


def quality(rows, by, scale):
    """Parts and score of data quality; scale: measure -> (weight, target, worst)."""
    groups = rows.fillna({name: "" for name in by}).groupby(by)
    q = pd.DataFrame({"held": groups.size()})
    q["verified_part"] = groups.checked.agg(lambda c: (c == True).sum()) / q.held  # noqa: E712
    q["fresh_part"] = groups.fresh.agg(lambda c: (c == True).sum()) / q.held  # noqa: E712
    q["consistent_part"] = 1 - groups.contradicted.sum() / q.held
    q["single_part"] = 1 - groups.repeated.sum() / q.held
    q["score"] = sum(
        weight * (100 * (q[name] - worst) / (target - worst)).astype(float).clip(0, 100)
        for name, (weight, target, worst) in scale.items())
    q["band"] = np.select([q.score >= 85 - 1e-9, q.score >= 70 - 1e-9, q.score >= 50 - 1e-9], list("ABC"), "D")
    return q


def actions(t):
    i = t["interactions"]
    i["own"], i["sent"] = i.kind.isin(list(POINTS)), i.kind.isin(CHANNELS)
    i["current"] = i.date.between(FROM, TODAY)
    i["points"] = i.kind.map(POINTS).fillna(0) * i.current
    consents = defaultdict(list)
    for c in t["consents"].itertuples():
        consents[c.customer, c.channel, c.topic].append(c)
    i["unpermitted"] = [
        bool(row.sent and row.current and not any(covers(c, row.date) for c in consents[row.customer, row.kind, row.topic]))
        for row in i.itertuples()]
    return i


def covers(consent, date):
    return consent.given <= date and (pd.isna(consent.withdrawn) or consent.withdrawn > date)


def customers(t, profiles):
    c, r, i = t["customers"].set_index("id"), t["records"], t["interactions"]
    count = lambda rows: rows.groupby("customer").size().reindex(c.index, fill_value=0)
    c["held"] = count(r)
    c["stale_part"] = count(r[r.fresh == False]) / c.held.where(c.held > 0)  # noqa: E712
    versions = r.groupby(["customer", "field"]).plain.nunique()
    several = versions[versions > 1].reset_index()
    c["contradictions"] = count(several)
    for name, field in (("phone", "電話"), ("mail", "メール"), ("address", "住所")):
        c[f"{name}_doubtful"] = c.index.isin(several[several.field == field].customer)
    p = profiles.reset_index()
    c["data_score"] = (p.score * p.held).groupby(p.customer).sum() / p.held.groupby(p.customer).sum()
    c["pushed"], c["self_managed"] = count(i[i.sent & i.current]), count(i[i.own & i.current])
    both = c.pushed + c.self_managed
    c["self_share"] = c.self_managed / both.where(both > 0)
    c["last_action"] = i[i.own].groupby("customer").date.max().reindex(c.index)
    c["action_points"] = i.groupby("customer").points.sum().reindex(c.index, fill_value=0)
    below = lambda values: values.groupby(c.referred_by).sum().reindex(c.index, fill_value=0)
    c["referrals"] = below(pd.Series(1, c.index))
    c["referrals_2"] = below(c.referrals)
    c["referrals_3"] = below(c.referrals_2)
    c["chain_below"] = np.select([c.referrals_3 > 0, c.referrals_2 > 0, c.referrals > 0], [3, 2, 1], 0)
    up = [c.index.to_series(), c.referred_by]
    for _ in range(2):
        up.append(up[-1].map(c.referred_by))
    c["generation"] = sum(level.notna().astype(int) for level in up[1:])
    c["in_circle"] = sum((level == up[0]).astype(int) for level in up[1:]) > 0
    c["influence"] = c.action_points + (10 * c.referrals + 5 * c.referrals_2 + 2.5 * c.referrals_3).where(~c.in_circle, 0)
    c["level"] = np.select(
        [(c.influence >= 60) & (c.chain_below >= 1), c.influence >= 15, c.influence > 0], ["発信者", "参加者", "受け手"], "無関与")
    c["mode"] = np.select([c.self_share >= 0.5, c.self_share >= 0.2, c.self_share < 0.2], ["自主管理", "協働", "プッシュ型"], "接点なし")
    c["data_class"] = np.select(
        [c.data_score >= 80 - 1e-9, c.data_score >= 60 - 1e-9, c.data_score < 60], ["信頼", "要確認", "不可"], "なし")
    return c


def verdicts(t, c):
    """Planned contacts, one after the other, against the lists."""
    consents, interests, sent = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in t["consents"].itertuples():
        consents[row.customer, row.topic].append(row)
    for row in t["interests"].itertuples():
        interests[row.customer, row.topic].append(row.stated)
    for row in t["interactions"].itertuples():
        if row.sent:
            sent[row.customer].append((row.date, row.id))
    plans = list(t["plans"].itertuples())
    known = {}
    for p in plans:
        mine = [row for row in consents[p.customer, p.topic] if row.given <= p.date]
        active = [row.channel for row in mine if covers(row, p.date)]
        ended = [row.channel for row in mine if not covers(row, p.date)]
        stated = [day for day in interests[p.customer, p.topic] if day <= p.date]
        fresh = any((p.date - day).days <= 365 for day in stated)
        left = c.status[p.customer] == "退会"
        known[p.id] = (p.channel in active, p.channel in ended, any(x != p.channel for x in active), fresh, bool(stated), left)
        if p.channel in active and fresh and not left:
            sent[p.customer].append((p.date, p.id))
    result = []
    for p in plans:
        consented, ended, elsewhere, fresh, stated, left = known[p.id]
        window = p.date - pd.Timedelta(days=30)
        before = sum(window <= date and (date, key) < (p.date, p.id) for date, key in sent[p.customer])
        cap = c.own_cap[p.customer] if c.own_cap[p.customer] == c.own_cap[p.customer] else 4
        field = {"メール": "mail_doubtful", "郵送": "address_doubtful"}.get(p.channel, "phone_doubtful")
        if left:
            answer = "拒否", "退会済み"
        elif not consented and ended:
            answer = "拒否", "同意撤回"
        elif not consented and elsewhere:
            answer = "保留", "別チャネルなら同意あり"
        elif not consented:
            answer = "拒否", "同意なし"
        elif not fresh:
            answer = ("保留", "関心が古い") if stated else ("拒否", "関心なし")
        elif before >= cap:
            answer = "保留", "頻度上限"
        elif c[field][p.customer]:
            answer = "保留", "連絡先に矛盾"
        else:
            answer = "許可", "同意・関心・頻度とも可"
        result.append((*answer, before))
    t["plans"][["verdict", "reason", "before"]] = result
    return t["plans"]


def campaigns(t):
    k, i, p = t["campaigns"].set_index("id"), t["interactions"], t["plans"]
    count = lambda rows: rows.groupby("campaign").size().reindex(k.index, fill_value=0)
    k["contacts"], k["responses"] = count(i[i.sent]), count(i[i.own])
    k["elapsed"] = (((TODAY - k.start).dt.days + 1) / ((k.end - k.start).dt.days + 1)).clip(0, 1)
    k["spent_part"] = k.spent / k.budget
    k["cost_against_plan"] = k.spent / k.contacts / (k.budget / k.planned)
    k["response_against_target"] = k.responses / k.contacts / k.target
    finished, dear, well = k.end <= TODAY, k.cost_against_plan, k.response_against_target
    k["course"] = np.select(
        [well.isna() | (finished & dear.isna()), finished & (well >= 1) & (dear <= 1.1), finished, k.elapsed < 0.25,
         (k.spent_part > 1) | ((well < 0.5) & (dear > 1.25)), (well < 0.8) | (dear > 1.25)],
        ["不明", "成功", "失敗", "様子見", "中止", "変更"], "継続")
    k["plans"], k["denied"] = count(p), count(p[p.verdict == "拒否"])
    return k


def methods(k):
    g = k[k.method.notna()].groupby("method")
    m = pd.DataFrame({"finished": g.course.agg(lambda x: x.isin(["成功", "失敗"]).sum()),
                      "succeeded": g.course.agg(lambda x: (x == "成功").sum())})
    m["success_rate"] = m.succeeded / m.finished
    m["contact_cost"], m["response"] = g.spent.sum() / g.contacts.sum(), g.responses.sum() / g.contacts.sum()
    return m


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(f"{value:.12g}")
    return int(value) if isinstance(value, np.integer) else value


def main(path):
    warnings.filterwarnings("ignore", module="openpyxl")
    book = Book(path)
    t = import_all(book)
    r, i = records(t), actions(t)
    weights = {"verified_part": 0.40, "fresh_part": 0.25, "consistent_part": 0.25, "single_part": 0.10}
    profiles = quality(r, ["customer", "source"], {name: (weight, 1, 0) for name, weight in weights.items()})
    ends = {"verified_part": (0.9, 0.2), "fresh_part": (0.9, 0.4), "consistent_part": (0.95, 0.6), "single_part": (1, 0.9)}
    sources = quality(r[r.source.notna()], ["source"], {name: (weight, *ends[name]) for name, weight in weights.items()})
    c = customers(t, profiles)
    p = verdicts(t, c)
    k = campaigns(t)
    m = methods(k)
    facts = r[r.field.notna()].groupby(["customer", "field"]).agg(versions=("plain", "nunique"), told_by=("source", "nunique"))
    holders = r[r.field == "電話"].groupby("plain").customer.nunique()
    judged = k.course.isin(["成功", "失敗"])
    stale = (c.held > 0) & (c.stale_part >= 0.75) & c.status.notna() & (c.status != "退会")
    result = {
        "control": book.control,
        "figures": {
            "verified": (r.checked == True).sum() / len(r),  # noqa: E712
            "stale": (r.fresh == False).sum() / len(r),  # noqa: E712
            "contradicted": (facts.versions > 1).sum() / (facts.told_by > 1).sum(),
            "duplicates": (holders > 1).sum(),
            "allowed": (p.verdict == "許可").mean(),
            "held": (p.verdict == "保留").mean(),
            "denied": (p.verdict == "拒否").mean(),
            "unpermitted": i.unpermitted.sum(),
            "self_share": c.self_managed.sum() / (c.self_managed.sum() + c.pushed.sum()),
            "top_hundred": c.influence.nlargest(100).sum() / c.influence.sum(),
            "longest_chain": c.chain_below.max(),
            "success_rate": (k.course == "成功").sum() / judged.sum(),
            "contact_cost": k.spent.sum() / k.contacts.sum(),
            "response": k.responses.sum() / k.contacts.sum(),
        },
        "counts": {
            "data_class": c.data_class.value_counts().to_dict(),
            "level": c.level.value_counts().to_dict(),
            "mode": c["mode"].value_counts().to_dict(),
            "chain_below": c.chain_below.value_counts().to_dict(),
            "generation": c.generation.value_counts().to_dict(),
            "verdict": p.verdict.value_counts().to_dict(),
            "reason": p.reason.value_counts().to_dict(),
            "course": k.course.value_counts().to_dict(),
            "profile_bands": profiles.band.value_counts().sort_index().to_dict(),
            "source_bands": sources.band.value_counts().sort_index().to_dict(),
        },
        "sums": {"contacts_before": p.before.sum(), "influence": c.influence.sum(), "profile_scores": profiles.score.sum()},
        "sources": sources.round(12).to_dict("index"),
        "campaigns": k[["contacts", "responses", "elapsed", "spent_part", "cost_against_plan", "response_against_target", "course"]].to_dict("index"),
        "methods": m.to_dict("index"),
        "triggers": {
            "poor_source": (sources.band == "D").sum(),
            "contradictory_data": (c.contradictions > 1).sum(),
            "stale_data": stale.sum(),
            "same_person": (holders > 1).sum(),
            "pushed_without_consent": i.unpermitted.sum(),
            "off_target_plan": (k.denied > 0.5 * k.plans).sum(),
            "quiet_influencer": ((c.level == "発信者") & ((TODAY - c.last_action).dt.days > 90)).sum(),
            "hard_push": ((c.pushed >= 6) & (c.self_share < 0.2)).sum(),
            "referral_circle": c.in_circle.sum(),
            "stop_campaign": (k.course == "中止").sum(),
            "change_course": (k.course == "変更").sum(),
            "below_benchmark": (m.success_rate < 0.3).sum(),
        },
    }
    json.dump(plain(result), sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1])
