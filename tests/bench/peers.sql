-- tests/bench/peers.sql - what sqlite3 needs for the same work (quartiles left out: it has none).
select count(id), count(distinct id), avg(id), min(+id), max(+id) from t;
select count(customer), count(distinct customer), avg(customer), min(+customer), max(+customer) from t;
select count(quantity), count(distinct quantity), avg(quantity), min(+quantity), max(+quantity) from t;
select count(nullif(price, '')), count(distinct price), avg(nullif(price, '')), min(+price), max(+price) from t;
select count(score), count(distinct score), avg(score), min(+score), max(+score) from t;
select count(odds), count(distinct odds), avg(odds), min(+odds), max(+odds) from t;
select paid, count(*) from t group by 1 order by 2 desc limit 1;
select count(distinct day), min(day), max(day) from t;
select count(distinct stamp), min(stamp), max(stamp) from t;
select country, count(*) from t group by 1 order by 2 desc limit 1;
select channel, count(*) from t group by 1 order by 2 desc limit 1;
select product, count(*) from t group by 1 order by 2 desc limit 1;
select count(distinct comment) from t;
select count(distinct code) from t;
