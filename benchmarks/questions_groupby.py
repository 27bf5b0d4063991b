"""The ten group-by questions of db-benchmark.

One answer differs from the original's, in every engine alike: the median is the nearest rank, as KQL's
percentile is, so of an even number of values the lower of the two in the middle, not their mean. KQL has no
correlation: its square is made of the covariance and the variances.
"""

from questions import Question, Table

TABLE = Table("groups", "groupby.csv")

QUESTIONS = [
    Question(
        "q1 sum by id1",
        "groups | summarize v1 = sum(v1) by id1",
        "select id1, sum(v1) from groups group by id1",
        "groups.group_by('id1').agg(pl.sum('v1'))",
    ),
    Question(
        "q2 sum by id1, id2",
        "groups | summarize v1 = sum(v1) by id1, id2",
        "select id1, id2, sum(v1) from groups group by id1, id2",
        "groups.group_by('id1', 'id2').agg(pl.sum('v1'))",
    ),
    Question(
        "q3 sum, mean by id3",
        "groups | summarize v1 = sum(v1), v3 = avg(v3) by id3",
        "select id3, sum(v1), avg(v3) from groups group by id3",
        "groups.group_by('id3').agg(pl.sum('v1'), pl.mean('v3'))",
    ),
    Question(
        "q4 means by id4",
        "groups | summarize v1 = avg(v1), v2 = avg(v2), v3 = avg(v3) by id4",
        "select id4, avg(v1), avg(v2), avg(v3) from groups group by id4",
        "groups.group_by('id4').agg(pl.mean('v1'), pl.mean('v2'), pl.mean('v3'))",
    ),
    Question(
        "q5 sums by id6",
        "groups | summarize v1 = sum(v1), v2 = sum(v2), v3 = sum(v3) by id6",
        "select id6, sum(v1), sum(v2), sum(v3) from groups group by id6",
        "groups.group_by('id6').agg(pl.sum('v1'), pl.sum('v2'), pl.sum('v3'))",
    ),
    Question(
        "q6 median, sd",
        "groups | summarize median_v3 = percentile(v3, 50), sd_v3 = stdev(v3) by id4, id5",
        "select id4, id5, quantile_disc(v3, 0.5), stddev(v3) from groups group by id4, id5",
        "groups.group_by('id4', 'id5').agg(pl.col('v3').quantile(0.5, interpolation='lower'),"
        " pl.std('v3').alias('sd'))",
    ),
    Question(
        "q7 max - min by id3",
        "groups | summarize high = max(v1), low = min(v2) by id3 | project id3, range_v1_v2 = high - low",
        "select id3, max(v1) - min(v2) from groups group by id3",
        "groups.group_by('id3').agg(pl.max('v1') - pl.min('v2'))",
    ),
    Question(
        "q8 largest two by id6",
        "groups | partition hint.strategy=native by id6 (top 2 by v3 | project id6, largest2_v3 = v3)",
        # Quicker in DuckDB than the numbering of the rows that db-benchmark has.
        "select id6, unnest(max(v3, 2)) from groups where v3 is not null group by id6",
        "groups.drop_nulls('v3').group_by('id6').agg(pl.col('v3').top_k(2)).explode('v3')",
    ),
    Question(
        "q9 correlation",
        "groups | summarize both = covariance(v1, v2), one = variance(v1), other = variance(v2) by id2, id4"
        " | project id2, id4, r2 = both * both / (one * other)",
        "select id2, id4, pow(corr(v1, v2), 2) from groups group by id2, id4",
        "groups.group_by('id2', 'id4').agg(pl.corr('v1', 'v2') ** 2)",
    ),
    Question(
        "q10 by six keys",
        "groups | summarize v3 = sum(v3), count = count() by id1, id2, id3, id4, id5, id6",
        "select id1, id2, id3, id4, id5, id6, sum(v3), count(*) from groups"
        " group by id1, id2, id3, id4, id5, id6",
        "groups.group_by('id1', 'id2', 'id3', 'id4', 'id5', 'id6').agg(pl.sum('v3'), pl.len())",
    ),
]
