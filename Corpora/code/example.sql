-- A shared garden: plots, the people who rent them, what they plant and harvest.

PRAGMA foreign_keys = ON;

CREATE TABLE gardener (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    email     TEXT UNIQUE,
    joined_on TEXT NOT NULL CHECK (joined_on GLOB '????-??-??')
);

CREATE TABLE plot (
    id          INTEGER PRIMARY KEY,
    label       TEXT NOT NULL UNIQUE,
    square_m    REAL NOT NULL CHECK (square_m > 0),
    has_water   INTEGER NOT NULL DEFAULT 0 CHECK (has_water IN (0, 1)),
    gardener_id INTEGER REFERENCES gardener (id) ON DELETE SET NULL
);

CREATE TABLE planting (
    id         INTEGER PRIMARY KEY,
    plot_id    INTEGER NOT NULL REFERENCES plot (id) ON DELETE CASCADE,
    crop       TEXT NOT NULL,
    planted_on TEXT NOT NULL
);

CREATE TABLE harvest (
    planting_id INTEGER NOT NULL REFERENCES planting (id) ON DELETE CASCADE,
    picked_on   TEXT NOT NULL,
    kilograms   REAL NOT NULL CHECK (kilograms >= 0),
    PRIMARY KEY (planting_id, picked_on)
) WITHOUT ROWID;

CREATE INDEX planting_by_crop ON planting (crop, planted_on);

INSERT INTO gardener (id, name, email, joined_on) VALUES
    (1, 'Marta Oliveira', 'marta@example.org', '2021-03-14'),
    (2, 'Jonas Feld',     'jonas@example.org', '2022-04-02'),
    (3, 'Aiko Tanabe',    NULL,                '2023-02-27');

INSERT INTO plot (id, label, square_m, has_water, gardener_id) VALUES
    (1, 'A1', 24.0, 1, 1),
    (2, 'A2', 18.5, 0, 2),
    (3, 'B1', 30.0, 1, 3),
    (4, 'B2', 12.0, 0, NULL);

INSERT INTO planting (id, plot_id, crop, planted_on) VALUES
    (1, 1, 'tomato', '2024-05-11'),
    (2, 1, 'bean',   '2024-05-18'),
    (3, 2, 'potato', '2024-04-06'),
    (4, 3, 'tomato', '2024-05-20'),
    (5, 3, 'leek',   '2024-06-01');

INSERT INTO harvest (planting_id, picked_on, kilograms) VALUES
    (1, '2024-07-28', 3.4),
    (1, '2024-08-09', 6.1),
    (2, '2024-07-30', 1.8),
    (3, '2024-08-15', 22.5),
    (4, '2024-08-12', 4.9);

-- What did each crop bring in, and when was it first picked?
SELECT p.crop,
       COUNT(DISTINCT p.plot_id)                        AS plots,
       ROUND(SUM(h.kilograms), 1)                       AS kilograms,
       MIN(h.picked_on)                                 AS first_picked
FROM planting AS p
JOIN harvest AS h ON h.planting_id = p.id
GROUP BY p.crop
HAVING SUM(h.kilograms) > 1
ORDER BY kilograms DESC;

-- The best day of every gardener.
WITH daily AS (
    SELECT g.name, h.picked_on, SUM(h.kilograms) AS kilograms
    FROM gardener AS g
    JOIN plot AS pl ON pl.gardener_id = g.id
    JOIN planting AS p ON p.plot_id = pl.id
    JOIN harvest AS h ON h.planting_id = p.id
    GROUP BY g.id, h.picked_on
)
SELECT name, picked_on, kilograms
FROM (
    SELECT daily.*, ROW_NUMBER() OVER (PARTITION BY name ORDER BY kilograms DESC) AS position
    FROM daily
)
WHERE position = 1
ORDER BY name;

-- Plots that nobody has planted this year, so that they can be offered again.
SELECT label, square_m
FROM plot
WHERE NOT EXISTS (
    SELECT 1 FROM planting WHERE plot_id = plot.id AND planted_on >= '2024-01-01'
);
