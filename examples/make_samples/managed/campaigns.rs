//! Campaigns: money, time, and what came of them.

use super::{CHANNELS, END, TOPICS};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const OWNERS: [&str; 6] = ["森田", "石井", "前田", "岡本", "藤田", "後藤"];

/// One campaign.
pub struct Campaign {
    /// Number.
    pub code: String,
    /// Takes part, or is pushed at?
    pub participation: bool,
    /// Index into the channels.
    pub channel: usize,
    /// Index into the topics.
    pub topic: usize,
    /// First day.
    pub start: i32,
    /// Last day.
    pub end: i32,
    /// Contacts planned.
    pub planned: usize,
    /// Part of the planned contacts that were made by today, or will have been.
    pub made: f64,
    /// Response wanted.
    pub target: f64,
    /// Response as part of what was wanted.
    pub success: f64,
    /// Cost of a contact, as part of the plan.
    pub dearness: f64,
}

impl Campaign {
    /// Still running after the period?
    pub fn runs_on(&self) -> bool {
        self.end > END
    }
}

/// Thirty-two campaigns: 24 finished, 8 running.
pub fn campaigns(random: &mut Random) -> Vec<Campaign> {
    (0..32).map(|index| one(index, random)).collect()
}

fn one(index: usize, random: &mut Random) -> Campaign {
    let participation = index % 5 < 2;
    let running = index >= 24;
    let start = if running { END - random.whole(20, 40) as i32 } else { END - 178 + random.whole(0, 120) as i32 };
    let end = if running { END + random.whole(12, 40) as i32 } else { start + random.whole(21, 45) as i32 };
    let (success, dearness) = if participation {
        (random.between(0.75, 1.9), random.between(0.7, 1.15))
    } else {
        (random.between(0.45, 1.5), random.between(0.78, 1.32))
    };
    let mut campaign = Campaign {
        code: format!("P{:02}", index + 1),
        participation,
        channel: random.whole(0, CHANNELS.len() - 1),
        topic: random.whole(0, TOPICS.len() - 1),
        start,
        end,
        planned: random.whole(12, 40) * 10,
        made: random.between(0.85, 1.0),
        target: random.whole(8, 16) as f64 / 100.0,
        success,
        dearness,
    };
    shape(index, &mut campaign);
    campaign
}

/// The running ones show one case each: too early, money gone, without effect, weak, dear, well.
fn shape(index: usize, campaign: &mut Campaign) {
    let (success, dearness) = match index {
        24 => {
            (campaign.start, campaign.end) = (END - 6, END + 40);
            (1.0, 1.0)
        }
        25 => (1.1, 2.4),  // the money is gone
        26 => (0.3, 1.5),  // dear and without effect
        27 => (0.62, 1.0), // weak
        28 => (1.15, 1.4), // dear
        29 | 30 => (1.3, 0.9),
        _ => return,
    };
    (campaign.success, campaign.dearness) = (success, dearness);
}

/// The sheet of campaigns; `made` counts the contacts made with each.
pub fn sheet(campaigns: &[Campaign], made: &[usize], random: &mut Random) -> Sheet {
    let headers = [
        ("施策番号", 10.0),
        ("施策名", 26.0),
        ("方式", 8.0),
        ("責任者", 8.0),
        ("開始日", 12.0),
        ("終了日", 12.0),
        ("予算", 12.0),
        ("実績費用", 12.0),
        ("計画接触数", 12.0),
        ("目標反応率", 12.0),
    ];
    let mut sheet = Sheet::new("施策", &headers);
    sheet.title = vec!["施策管理表（単位：元）".to_string()];
    for (index, (campaign, made)) in campaigns.iter().zip(made).enumerate() {
        let unit = [4.0, 3.0, 18.0, 9.0][campaign.channel] * random.between(0.9, 1.2);
        let method = if campaign.participation { "参加型" } else { "従来型" };
        let idea = if campaign.participation { "みんなで選ぶ" } else { "ご案内" };
        sheet.rows.push(vec![
            text(&campaign.code),
            text(format!("{}{}（{}）", TOPICS[campaign.topic], idea, CHANNELS[campaign.channel])),
            text(method),
            text(OWNERS[index % OWNERS.len()]),
            Cell::Day(campaign.start),
            Cell::Day(campaign.end),
            Cell::Number((unit * campaign.planned as f64).round()),
            Cell::Number((unit * campaign.dearness * *made as f64).round()),
            Cell::Number(campaign.planned as f64),
            Cell::Number(campaign.target),
        ]);
    }
    sheet
}
