"""The seed's server, written anew from its description (DESIGN 1): Flask-RESTful, HTTP Basic, a form, one row into esp32data.

Two things differ from 2020: the form is read as a form, because today's Flask refuses it otherwise, and the SQL has parameters."""
import os
from flask import Flask, request
from flask_restful import Api, Resource, reqparse
from sqlalchemy import create_engine, text

FIELDS = ("temperature", "humidity", "pressure", "wetness")
engine = create_engine(os.environ["SEED_DATABASE"])
insert = text("INSERT INTO esp32data (location, temperature, humidity, pressure, wetness) "
              "VALUES (:location, :temperature, :humidity, :pressure, :wetness)")
parser = reqparse.RequestParser()
parser.add_argument("location", location="form")
for field in FIELDS:
    parser.add_argument(field, type=float, location="form")


class Reports(Resource):
    def post(self):
        sent = request.authorization
        if sent is None or sent.username != "user" or sent.password != "pass":
            return {"message": "no"}, 401
        values = parser.parse_args()
        with engine.begin() as connection:
            connection.execute(insert, values)
        return 201


application = Flask(__name__)
Api(application).add_resource(Reports, "/SQL_API", "/SQL_API/")
