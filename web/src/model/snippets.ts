/** What a person pastes to have a board report here: ready, with address and token in it. */
export interface Snippet {
  readonly name: string;
  readonly where: string;
  readonly text: string;
}

/** @param address scheme, host and port, without a slash at the end */
export function snippets(address: string, token: string): Snippet[] {
  const url = address + '/api/v1/reports';
  const isSecure = address.startsWith('https:');
  return [
    {
      name: 'curl',
      where: 'On any computer, to try it',
      text: `curl -H "Authorization: Bearer ${token}" -d '{"temperature":21.4,"humidity":40.1}' ${url}`,
    },
    { name: 'MicroPython', where: 'main.py of an ESP32 or ESP8266 with a DHT22 at pin 4', text: microPython(url, token) },
    { name: 'Arduino', where: 'A sketch for ESP32 and ESP8266', text: arduino(url, token, isSecure) },
    { name: 'ESPHome', where: 'In the configuration of the device; my_temperature is the id of your sensor', text: espHome(url, token, isSecure) },
    { name: 'Tasmota', where: 'In the console of the device; Tele-… is the name of your sensor there', text: tasmota(url, token) },
  ];
}

function microPython(url: string, token: string): string {
  return `import time, network, dht
from machine import Pin
try:
    import requests
except ImportError:
    import urequests as requests

URL = "${url}"
HEADERS = {"Authorization": "Bearer ${token}"}
sensor = dht.DHT22(Pin(4))

wifi = network.WLAN(network.STA_IF)
wifi.active(True)
wifi.connect("YOUR WIFI", "ITS PASSWORD")
while not wifi.isconnected():
    time.sleep(1)

while True:
    try:
        sensor.measure()
        answer = requests.post(URL, headers=HEADERS, json={
            "values": {"temperature": sensor.temperature(), "humidity": sensor.humidity()},
            "units": {"temperature": "Cel", "humidity": "%RH"}})
        print(answer.status_code, answer.text)
        answer.close()
    except OSError as trouble:
        print("not sent:", trouble)
    time.sleep(20)
`;
}

function arduino(url: string, token: string, isSecure: boolean): string {
  const client = isSecure ? 'WiFiClientSecure' : 'WiFiClient';
  return `#ifdef ESP8266
#include <ESP8266WiFi.h>
#include <ESP8266HTTPClient.h>
#else
#include <WiFi.h>
#include <HTTPClient.h>
#endif
${isSecure ? '#include <WiFiClientSecure.h>\n' : ''}
${client} client;

void setup() {
  Serial.begin(115200);
  WiFi.begin("YOUR WIFI", "ITS PASSWORD");
${isSecure ? '  client.setInsecure();  // encrypted, but it does not check who answers; client.setCACert(…) does\n' : ''}}

void loop() {
  if (WiFi.status() == WL_CONNECTED) {
    float temperature = 21.4;  // from your sensor
    HTTPClient http;
    http.begin(client, "${url}");
    http.addHeader("Content-Type", "application/json");
    http.addHeader("Authorization", "Bearer ${token}");
    int answer = http.POST("{\\"values\\":{\\"temperature\\":" + String(temperature, 2) + "},\\"units\\":{\\"temperature\\":\\"Cel\\"}}");
    Serial.println(answer);  // 200: it is on the server's disk
    http.end();
  }
  delay(20000);
}
`;
}

function espHome(url: string, token: string, isSecure: boolean): string {
  return `http_request:
${isSecure ? '  verify_ssl: true  # false on an ESP8266\n' : '  verify_ssl: false\n'}
interval:
  - interval: 20s
    then:
      - http_request.post:
          url: ${url}
          request_headers:
            Content-Type: application/json
            Authorization: Bearer ${token}
          json: |-
            root["temperature"] = id(my_temperature).state;
`;
}

function tasmota(url: string, token: string): string {
  return `Rule1 ON Tele-SI7021#Temperature DO WebQuery ${url} POST [Content-Type: application/json|Authorization: Bearer ${token}] {"temperature":%value%} ENDON
Rule1 1`;
}

/** True for an address that only the computer itself can reach. */
export function isLoopback(address: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/.test(address);
}
