//! The report's own words, in the languages it speaks.

/// A language the report speaks. Titles come from the policy and may be in any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Korean,
    Japanese,
    Chinese,
}

impl Language {
    /// The language of a tag such as `ko` or `ko-KR`; English where the report does not speak it.
    pub(super) fn of(tag: &str) -> Language {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "ko" => Language::Korean,
            "ja" => Language::Japanese,
            "zh" => Language::Chinese,
            _ => Language::English,
        }
    }

    /// Its tag, as pages and programs write it.
    #[cfg(feature = "html")]
    pub(super) fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Korean => "ko",
            Language::Japanese => "ja",
            Language::Chinese => "zh",
        }
    }

    /// The label in this language.
    pub(super) fn say(self, label: Label) -> &'static str {
        WORDS[label as usize][self as usize]
    }
}

/// Makes the labels and their words out of one list, so that none can be without words.
macro_rules! labels {
    ($($label:ident => $words:expr,)*) => {
        /// Everything the report says of its own accord.
        // A page says less than a workbook that can be worked with.
        #[cfg_attr(not(all(feature = "html", feature = "xlsx")), allow(dead_code))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Label {
            $($label,)*
        }

        /// The words of each label: English, Korean, Japanese, Chinese.
        const WORDS: &[[&str; 4]] = &[$($words,)*];
    };
}

labels! {
    Summary => ["Summary", "요약", "要約", "摘要"],
    Contents => ["Contents", "목차", "目次", "目录"],
    AskFor => [
        "Left out because they are long: ask for them in the policy, under report:",
        "길어서 제외한 표: 정책의 report: 에 적으면 나옵니다",
        "長いため省いた表: ポリシーの report: に書けば出ます",
        "因过长而省略的表: 写在政策的 report: 下即可显示",
    ],
    PrintsFirst => ["prints the first {}", "처음 {}행만 인쇄", "先頭{}行のみ印刷", "仅打印前{}行"],
    ShowsFirst => [
        "Shows the first {} of {} rows; the xlsx and CSV reports have all of them",
        "처음 {}행만 표시(전체 {}행). 모든 행은 xlsx, CSV 보고서에 있습니다",
        "先頭{}行を表示（全{}行）。すべての行は xlsx と CSV のレポートにあります",
        "仅显示前{}行（共{}行），全部行见 xlsx 和 CSV 报告",
    ],
    Filter => ["Filter", "찾기", "絞り込み", "筛选"],
    All => ["all", "전체", "すべて", "全部"],
    Close => ["Close", "닫기", "閉じる", "关闭"],
    RowsShown => ["{} of {} rows", "{} / {}행", "{} / {}行", "{} / {}行"],
    Found => ["What was found", "발견 내용", "見つかったこと", "发现内容"],
    Rules => ["Rules", "규칙", "ルール", "规则"],
    RulesApplied => ["The rules as they were applied", "적용된 규칙", "適用されたルール", "实际应用的规则"],
    Default => ["Default", "기본값", "既定値", "默认值"],
    Measure => ["Measure", "지표", "指標", "指标"],
    DecisionTables => ["Decision tables", "판정표", "判定表", "决策表"],
    Scorecards => ["Scorecards", "평가표", "評価表", "评分卡"],
    Triggers => ["Triggers", "검토 조건", "確認条件", "触发条件"],
    Decided => ["Decided", "결정 건수", "決定件数", "决定次数"],
    Otherwise => ["otherwise", "그 외", "その他", "其他"],
    Condition => ["Condition", "조건", "条件", "条件"],
    Fired => ["Fired", "발생", "該当", "触发"],
    ChangeThese => [
        "Change a value here, on Rules or in an imported column: everything worked out follows",
        "여기나 규칙 시트, 원본 열의 값을 바꾸면 계산 결과가 따라 바뀝니다",
        "ここ、ルール、取込列の値を変えると計算結果が変わります",
        "在此处、规则表或导入列中更改数值，计算结果随之变化",
    ],
    NeedsARun => [
        "also went into the plan: for all of its effect run again",
        "계획에도 쓰임: 전체 반영은 다시 실행",
        "計画にも使用: 全体の反映には再実行が必要",
        "也用于计划: 完整生效需重新运行",
    ],
    StayValues => ["What stays a value", "값으로 남은 열", "値のままの列", "保持为数值的列"],
    NotLive => [
        "These columns do not follow changes in this workbook, or not all of them; rows of grouped and paired tables are those of the run",
        "이 열은 이 파일에서 바꿔도 따라 변하지 않습니다. 묶음·짝 표의 행은 실행 당시 것입니다",
        "この列はこのブックでの変更に追従しません。集約・組合せ表の行は実行時のものです",
        "这些列不随本工作簿的更改而变化；分组与配对表的行为运行时的行",
    ],
    Reason => ["Reason", "이유", "理由", "原因"],
    Step => ["Step on the way", "중간 계산", "途中計算", "中间步骤"],
    Stands => ["Stands", "현재 해당", "現在該当", "当前触发"],
    Review => ["Review", "검토 목록", "要確認", "待审查"],
    Undetermined => ["Undetermined", "판정 보류", "判定不能", "未能判定"],
    Issues => ["Issues", "데이터 문제", "データの問題", "数据问题"],
    DataIssues => ["Data issues", "데이터 문제 목록", "データの問題一覧", "数据问题清单"],
    Run => ["Run", "실행 정보", "実行情報", "运行信息"],
    Columns => ["Columns", "열 설명", "列の説明", "列说明"],
    OtherPolicy => ["The policy was another one", "당시 정책이 다름", "当時のポリシーは別のもの", "当时的政策不同"],
    Policy => ["Policy", "정책", "ポリシー", "政策"],
    Version => ["Version", "버전", "バージョン", "版本"],
    Owner => ["Owner", "담당", "担当", "负责人"],
    Period => ["Period", "기간", "期間", "期间"],
    AsOf => ["As of", "기준일", "基準日", "基准日"],
    Program => ["Program", "프로그램", "プログラム", "程序"],
    Fingerprint => ["SHA-256", "SHA-256", "SHA-256", "SHA-256"],
    Description => ["Description", "설명", "説明", "说明"],
    Rank => ["Rank", "순위", "順位", "排名"],
    Score => ["Score", "점수", "得点", "得分"],
    Band => ["Band", "등급", "評価", "等级"],
    NoBand => ["No band", "등급 없음", "評価なし", "无等级"],
    Points => ["points", "점", "点", "分"],
    Weight => ["Weight", "가중치", "ウェイト", "权重"],
    Target => ["Target", "목표", "目標", "目标"],
    Worst => ["Worst", "최저 기준", "最低基準", "最低标准"],
    Reasons => ["Costs most points", "감점이 큰 지표", "失点の大きい指標", "失分最多的指标"],
    Changes => ["Changes", "변동", "変化", "变动"],
    Movements => ["Movements", "이동 현황", "移動状況", "移动情况"],
    Standing => ["Status", "상태", "状態", "状态"],
    New => ["New", "신규", "新規", "新增"],
    Continuing => ["Continuing", "계속", "継続", "持续"],
    Cleared => ["Cleared", "해소", "解消", "解除"],
    Since => ["Since", "시작일", "開始日", "起始日"],
    Before => ["Before", "이전", "以前", "之前"],
    Now => ["Now", "현재", "現在", "现在"],
    ComparedWith => ["Compared with", "비교 기준", "比較対象", "比较对象"],
    BestFirst => ["Best score first", "점수가 높은 순", "得点の高い順", "按得分从高到低"],
    RankWithin => ["ranked within", "순위 범위", "順位の範囲", "排名范围"],
    Row => ["Row", "행", "行", "行"],
    Severity => ["Severity", "긴급도", "重要度", "紧急程度"],
    Trigger => ["Trigger", "항목", "項目", "触发项"],
    Table => ["Table", "표", "表", "表"],
    Column => ["Column", "열", "列", "列"],
    Key => ["Key", "키", "キー", "键"],
    Name => ["Name", "이름", "名称", "名称"],
    AtStake => ["At stake", "걸린 금액", "影響額", "涉及金额"],
    Due => ["Due", "기한", "期限", "期限"],
    Message => ["Message", "내용", "内容", "内容"],
    High => ["High", "높음", "高", "高"],
    Medium => ["Medium", "보통", "中", "中"],
    Low => ["Low", "낮음", "低", "低"],
    Imported => ["Imported", "원본", "取込", "导入"],
    Formula => ["Worked out", "계산", "計算", "计算"],
    Decision => ["Decided by rules", "규칙 판정", "ルール判定", "规则判定"],
    Origin => ["Origin", "구분", "区分", "来源"],
    Source => ["How it is worked out", "계산 방법", "計算方法", "计算方法"],
    Type => ["Type", "형식", "型", "类型"],
    Title => ["Title", "제목", "見出し", "标题"],
    MustHold => ["What must hold", "검증 항목", "照合", "校验"],
    Holds => ["holds", "일치", "一致", "成立"],
    HoldsNot => ["does not hold", "불일치", "不一致", "不成立"],
    CannotTell => ["cannot be told", "판단 불가", "判定不能", "无法判断"],
    Headline => ["Headline figures", "핵심 수치", "主要な数値", "关键数字"],
    Rows => ["rows", "행 수", "行数", "行数"],
    Sum => ["total", "합계", "合計", "合计"],
    ToReview => ["To review", "검토 대상", "要確認", "待审查"],
    MostUrgent => ["Most urgent", "가장 시급한 항목", "最優先の項目", "最紧急事项"],
    DataQuality => ["Rows used", "사용한 행", "使用した行", "使用的行"],
    Charts => ["At a glance", "한눈에 보기", "一覧", "一览"],
    Read => ["read", "읽음", "読込", "读取"],
    Used => ["used", "사용", "使用", "使用"],
    Rejected => ["left out", "제외", "除外", "排除"],
    Count => ["Count", "건수", "件数", "数量"],
    Share => ["Share", "비중", "割合", "占比"],
    By => ["{} by {}", "{}: {}별", "{}: {}別", "{}: 按{}"],
    Average => ["average", "평균", "平均", "平均"],
    FirstBars => ["{} · the largest {}", "{} · 상위 {}", "{} · 上位{}", "{} · 前{}"],
    Blank => ["(blank)", "(빈 값)", "(空白)", "(空白)"],
    MissingData => ["data missing", "데이터 부족", "データ不足", "数据缺失"],
    Kind => ["Kind", "종류", "種類", "种类"],
    Issue => ["Issue", "문제", "問題", "问题"],
    Note => ["Note", "참고", "参考", "备注"],
    Workbook => ["Workbook", "통합 문서", "ブック", "工作簿"],
    Sheet => ["Sheet", "시트", "シート", "工作表"],
    Cell => ["Cell", "셀", "セル", "单元格"],
    OriginalText => ["Original text", "원래 값", "元の値", "原始内容"],
    Effect => ["Effect", "처리", "処理", "处理"],
    RowLeftOut => ["Row left out", "행 제외", "行を除外", "排除该行"],
    RowKept => ["Row kept", "행 유지", "行を保持", "保留该行"],
    ForInformation => ["For information", "참고", "参考", "供参考"],
    Rule => ["Rule", "규칙", "ルール", "规则"],
    Code => ["Code", "코드", "コード", "代码"],
    Parameters => ["Parameters", "매개변수", "パラメーター", "参数"],
    Parameter => ["Parameter", "매개변수", "パラメーター", "参数"],
    Value => ["Value", "값", "値", "值"],
    SetBy => ["Set by", "설정", "設定元", "设定来源"],
    ThisRun => ["this run", "이번 실행", "今回の実行", "本次运行"],
    ThePolicy => ["the policy", "정책", "ポリシー", "政策"],
    PolicyFiles => ["Files of the policy", "정책 파일", "ポリシーのファイル", "政策文件"],
    AskedDay => ["As of, as asked", "지정한 기준일", "指定された基準日", "指定的基准日"],
    Language => ["Language", "언어", "言語", "语言"],
    SheetsAsked => ["Sheets, as asked", "지정한 시트", "指定されたシート", "指定的工作表"],
    DecimalMark => ["Decimal mark", "소수점", "小数点", "小数点"],
    DayOrder => ["Order of dates", "날짜 순서", "日付の順序", "日期顺序"],
    Result => ["Result (SHA-256)", "결과 (SHA-256)", "結果 (SHA-256)", "结果 (SHA-256)"],
    Inputs => ["Inputs", "입력 파일", "入力ファイル", "输入文件"],
    File => ["File", "파일", "ファイル", "文件"],
    Bytes => ["Bytes", "바이트", "バイト", "字节"],
    Control => ["Control totals", "대사 합계", "照合合計", "控制总计"],
    Sums => ["Sums of number columns", "숫자 열의 합계", "数値の列の合計", "数字列的合计"],
    Dates => ["Dates of the rows used", "사용한 행의 날짜", "使用した行の日付", "使用行的日期"],
    First => ["First", "처음", "最初", "最早"],
    Last => ["Last", "마지막", "最後", "最晚"],
    Orphans => ["Rows that refer to nothing", "참조 대상이 없는 행", "参照先のない行", "引用对象不存在的行"],
    RefersTo => ["Refers to", "참조 대상", "参照先", "引用"],
    Why => ["Why", "근거", "根拠", "依据"],
    Item => ["What", "항목", "項目", "项目"],
    Cells => ["Cells", "셀", "セル", "单元格"],
    NextBand => ["To the next band", "다음 등급까지", "次の評価まで", "距下一等级"],
    NotAlone => ["out of reach of one alone", "단독으로는 불가", "単独では届かない", "单项无法达到"],
    Costs => ["costs", "감점", "失点", "失分"],
    SourceRow => ["Source row", "원본 행", "元の行", "源行"],
    OthersByExplain => ["the others: rulebook explain", "나머지: rulebook explain", "その他: rulebook explain", "其余: rulebook explain"],
    Nothing => ["Nothing to report.", "해당 사항이 없습니다.", "該当はありません。", "没有需要报告的内容。"],
    Page => ["Page", "페이지", "ページ", "页"],
    Yes => ["Yes", "예", "はい", "是"],
    No => ["No", "아니요", "いいえ", "否"],
}
