//! What an issue is called, in the languages of the report.

use super::labels::Language;
use crate::issue::IssueCode;

/// A few words for what was found: `not a number`.
pub(super) fn title(language: Language, code: IssueCode) -> &'static str {
    words(code)[language as usize]
}

/// Makes a title for each code out of one list; the compiler points at one that is missing.
macro_rules! titles {
    ($($code:ident => $words:expr,)*) => {
        fn words(code: IssueCode) -> [&'static str; 4] {
            match code { $(IssueCode::$code => $words,)* }
        }
    };
}

// English, Korean, Japanese, Chinese.
titles! {
    BadNumber => ["Not a number", "숫자가 아님", "数値ではない", "不是数字"],
    DoubtfulNumber => ["Decimal point or comma unclear", "소수점 표기 불명확", "小数点の表記が不明", "小数点写法不明"],
    SeveralCurrencies => ["Several currencies", "여러 통화가 섞임", "複数の通貨が混在", "多种货币混用"],
    MixedPercent => ["Percentages beside numbers", "퍼센트와 숫자가 섞임", "百分率と数値が混在", "百分比与数字混用"],
    DoubtfulDate => ["Day and month unclear", "일·월 순서 불명확", "日と月の順序が不明", "日月顺序不明"],
    BadDate => ["Not a date", "날짜가 아님", "日付ではない", "不是日期"],
    BadBool => ["Neither true nor false", "참·거짓이 아님", "真偽値ではない", "不是真假值"],
    NotAllowed => ["Value not allowed", "허용되지 않은 값", "許可されていない値", "不允许的值"],
    OutOfRange => ["Out of range", "범위를 벗어남", "範囲外", "超出范围"],
    ErrorCell => ["Error in a cell", "오류 셀", "エラーのセル", "单元格错误"],
    UnsavedFormula => ["Formula without a result", "결과가 저장되지 않은 수식", "結果のない数式", "公式没有结果"],
    RaggedLine => ["Line of another length", "필드 수가 다른 줄", "項目数の違う行", "字段数不同的行"],
    StrayByte => ["Odd character", "잘못된 문자", "不正な文字", "异常字符"],
    BrokenQuote => ["Broken quotes", "따옴표 오류", "引用符の誤り", "引号错误"],
    TotalDiffers => ["Total differs from its rows", "합계가 행과 다름", "合計が行と不一致", "合计与各行不符"],
    BelowTotal => ["Rows below the total", "합계 아래의 행", "合計より下の行", "合计以下的行"],
    Apart => ["Last rows stand apart", "떨어져 있는 마지막 행", "離れた末尾の行", "单独的末尾行"],
    ColumnNumbers => ["Row of column numbers", "열 번호 행", "列番号の行", "列号行"],
    WorkedOut => ["Result of other rows", "다른 행에서 계산된 행", "他の行から計算された行", "由其他行算出的行"],
    HeadingRow => ["Headings among rows", "행 사이의 제목", "行の間の見出し", "行间标题"],
    StruckOut => ["Struck-out cells", "취소선이 있는 셀", "取り消し線のセル", "带删除线的单元格"],
    SecondTable => ["Second table below", "아래의 두 번째 표", "下に別の表", "下方另有一表"],
    DuplicateHeader => ["Header twice", "머리글 중복", "見出しの重複", "表头重复"],
    HeaderUnit => ["Unit in the header", "머리글의 단위", "見出しの単位", "表头含单位"],
    MergedNumber => ["Number in merged cells", "병합된 셀의 숫자", "結合セルの数値", "合并单元格中的数字"],
    UnknownReference => ["Key not found", "없는 키", "存在しないキー", "找不到键"],
    UnlikeCodes => ["Codes with other zeros", "앞자리 0이 다른 코드", "ゼロの違うコード", "前导零不同的编码"],
    MissingValue => ["Value missing", "값이 없음", "値がない", "缺少值"],
    DuplicateKey => ["Key twice", "키 중복", "キーの重複", "键重复"],
    NothingBelow => ["Header without rows", "행이 없는 머리글", "行のない見出し", "表头下无数据"],
    UnreadSheet => ["Sheet not read", "읽지 않은 시트", "読まなかったシート", "未读取的工作表"],
    RowsBelowRange => ["Rows below the range", "범위 아래의 행", "範囲より下の行", "区域以下的行"],
    Assertion => ["Check not met", "확인 조건 불충족", "検証条件を満たさない", "断言不成立"],
    LostDigits => ["Digits lost", "자릿수 손실", "桁落ち", "数字位数丢失"],
    RepeatedRows => ["Rows twice", "행 중복", "行の重複", "行重复"],
    UnusedWorkbook => ["Workbook not read", "읽지 않은 파일", "読まなかったブック", "未读取的工作簿"],
    DivisionByZero => ["Division by zero", "0으로 나눔", "ゼロ除算", "除以零"],
    NoWeight => ["Nothing to share out by", "배분 기준 없음", "配分の基準がない", "没有分配权重"],
    SeveralTotals => ["Several totals to share out", "배분할 합계가 여러 개", "配分する合計が複数", "待分配合计不止一个"],
    TiedOrder => ["Order tied", "순서가 같음", "順序が同じ", "顺序并列"],
    SeveralModes => ["Several most frequent values", "최빈값이 여러 개", "最頻値が複数", "众数不止一个"],
    Gap => ["Period missing", "빠진 기간", "抜けた期間", "缺少期间"],
    TextOrder => ["Ordered as text", "텍스트 순서로 정렬", "文字順で並べた", "按文本排序"],
    OutsidePeriod => ["No rows in the period", "기간에 행이 없음", "期間内に行がない", "期间内无行"],
    UnevenRatio => ["Ratio of uneven rows", "분자·분모의 행이 다름", "比率の行が不揃い", "比率两侧行不一致"],
    NoBand => ["Score without a band", "등급 없는 점수", "区分のない点数", "分数无等级"],
    TiedUnits => ["Last units tied", "마지막 단위 동률", "端数の同順位", "余量并列"],
    OutsideDomain => ["No result for this number", "결과가 없는 수", "結果のない数", "该数无结果"],
    TooLarge => ["Too large", "너무 큼", "大きすぎる", "过大"],
    NotReadable => ["Text not readable", "읽을 수 없는 텍스트", "読めない文字列", "文本无法解读"],
    NoSuchDate => ["No such date", "없는 날짜", "存在しない日付", "日期不存在"],
    ScriptFailed => ["Script failed", "스크립트 실패", "スクリプト失敗", "脚本失败"],
    Undetermined => ["Cannot be decided", "판단할 수 없음", "判定できない", "无法判定"],
    UnclearRule => ["Rule unclear", "불명확한 규칙", "不明確なルール", "规则不明确"],
    NoRule => ["No rule matches", "맞는 규칙 없음", "該当するルールがない", "没有匹配的规则"],
    SeveralRules => ["Several rules match", "여러 규칙에 해당", "複数のルールに該当", "多条规则匹配"],
    RulesDisagree => ["Rules disagree", "규칙끼리 다름", "ルールが不一致", "规则结果不一致"],
    MergedCells => ["Merged label", "병합된 표지", "結合された見出し", "合并标签"],
    Orphans => ["Rows of unknown keys", "없는 키의 행", "存在しないキーの行", "键未知的行"],
    NoReference => ["Rows without a reference", "참조 없는 행", "参照のない行", "没有引用的行"],
    HiddenRows => ["Hidden rows", "숨겨진 행", "非表示の行", "隐藏的行"],
    TotalRow => ["Total", "합계 행", "合計の行", "合计行"],
    RemarkRow => ["Remark", "비고 행", "備考の行", "备注行"],
    RepeatedHeader => ["Header again", "반복된 머리글", "見出しの繰り返し", "重复的表头行"],
    TotalColumn => ["Column of totals", "합계 열", "合計の列", "合计列"],
    NoValues => ["Nothing for the table", "표에 해당 값 없음", "表の値がない", "表内无值"],
    DecimalMark => ["Decimal mark settled", "소수점 표기 확정", "小数点の表記を確定", "小数点写法已确定"],
    DayOrder => ["Order of day and month settled", "일·월 순서 확정", "日と月の順序を確定", "日月顺序已确定"],
    TextFormula => ["Text written as a formula", "수식으로 쓴 텍스트", "数式で書かれた文字列", "以公式写成的文本"],
    LineEnds => ["Line ends differ", "줄바꿈이 다름", "改行が混在", "换行符不一致"],
    SerialDate => ["Number read as a date", "숫자를 날짜로 읽음", "数値を日付として読んだ", "数字按日期读取"],
    DaysAsNumber => ["Date read as a number", "날짜를 숫자로 읽음", "日付を数値として読んだ", "日期按数字读取"],
    TimeDropped => ["Time of day dropped", "시각 생략", "時刻を省いた", "舍去时刻"],
    HiddenSheet => ["Hidden sheet", "숨겨진 시트", "非表示のシート", "隐藏的工作表"],
    SheetByHeaders => ["Sheet found by its headers", "머리글로 찾은 시트", "見出しで見つけたシート", "按表头找到的工作表"],
    SameFile => ["Same file twice", "같은 파일", "同じファイル", "相同的文件"],
    OwnReport => ["Report of an earlier run", "이전 실행의 보고서", "以前の実行のレポート", "先前运行的报告"],
    SeveralSheets => ["Several sheets", "여러 시트", "複数のシート", "多个工作表"],
    NoPartner => ["Rows in no pair", "짝이 없는 행", "組にならない行", "未配对的行"],
    PartialPeriod => ["Period not over", "끝나지 않은 기간", "終わっていない期間", "期间未结束"],
    UnknownTrigger => ["Trigger no longer there", "없어진 검토 조건", "なくなった確認条件", "触发条件已不存在"],
    NoKey => ["Table without a key", "키가 없는 표", "キーのない表", "没有键的表"],
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::issue::IssueCode;
    use std::collections::HashSet;

    #[test]
    fn each_code_has_a_title_of_its_own_in_each_language() {
        for language in 0..4 {
            let titles: Vec<&str> = IssueCode::ALL.iter().map(|code| words(*code)[language]).collect();
            assert!(titles.iter().all(|title| !title.is_empty() && title.chars().count() <= 32), "{titles:?}");
            assert_eq!(titles.iter().collect::<HashSet<_>>().len(), titles.len(), "{titles:?}");
            assert_eq!(titles.iter().all(|title| title.is_ascii()), language == 0);
        }
    }
}
