-- The headline figures of 2023/24 as at 31 December 2023, as somebody would write them by hand for that day.
WITH latest AS (
    SELECT DISTINCT ON (intervention_id) intervention_id, rating_id
    FROM interventions_assessment
    WHERE year = 2023 AND assessed_on <= '2023-12-31'
    ORDER BY intervention_id, assessed_on DESC, id DESC
),
counting AS (
    SELECT latest.intervention_id
    FROM latest
    JOIN interventions_approachrating AS rating ON rating.id = latest.rating_id
    JOIN interventions_impact AS impact ON impact.id = rating.impact_id
    WHERE impact.counting = 'always'
       OR (impact.counting = 'with_high_confidence' AND rating.evidence_confidence >= 4)
),
agreed AS (
    SELECT line_id, sum(amount) AS amount
    FROM interventions_fundingentry
    WHERE agreed_on <= '2023-12-31'
    GROUP BY line_id
),
spending AS (
    SELECT line_id, sum(amount) AS amount
    FROM interventions_fundingspend
    WHERE quarter <= 20233 AND withdrawn_on IS NULL
    GROUP BY line_id
),
money AS (
    SELECT
        sum(agreed.amount) FILTER (WHERE core) AS core_committed,
        sum(agreed.amount) FILTER (WHERE core AND counts) AS high_impact_committed,
        sum(spending.amount) FILTER (WHERE core AND counts) AS high_impact_spent,
        count(DISTINCT intervention_id) FILTER (WHERE core) AS core_interventions,
        count(DISTINCT intervention_id) FILTER (WHERE svd) AS svd_interventions
    FROM (
        SELECT
            line.id,
            line.intervention_id,
            line.funding_source = 'core' AS core,
            line.funding_source = 'svd' AS svd,
            counting.intervention_id IS NOT NULL AS counts
        FROM interventions_fundingline AS line
        JOIN interventions_intervention AS intervention ON intervention.id = line.intervention_id
        LEFT JOIN counting ON counting.intervention_id = line.intervention_id
        WHERE line.year = 2023 AND line.agreed_on <= '2023-12-31'
          AND line.withdrawn_on IS NULL AND intervention.withdrawn_on IS NULL
    ) AS line
    LEFT JOIN agreed ON agreed.line_id = line.id
    LEFT JOIN spending ON spending.line_id = line.id
),
people AS (
    SELECT
        sum(people_24_and_under) AS people_24_and_under,
        sum(people_25_and_over) AS people_25_and_over,
        sum(professionals_trained) AS professionals_trained
    FROM interventions_reachrecord
    WHERE quarter BETWEEN 20231 AND 20233 AND qualifier <> 'up_to' AND withdrawn_on IS NULL AND basis = 'new'
)
SELECT * FROM money, people
