/** deploy/compose.yaml and deploy/kubernetes.yaml agree with the code: routes, ports, settings, and the time that the end takes. */
import assert from 'node:assert/strict';
import { load, loadAll } from 'js-yaml';
import { environmentHelp, readConfig } from '../../server/config.ts';
import { restsOf, type Stage, stagesOf, variablesOf } from '../support/dockerfile.ts';
import { documentedConfig, NGINX } from '../support/proxies.ts';
import { ask } from '../support/raw/request.ts';
import { useServer } from '../support/server.ts';
import { readText } from '../support/sources.ts';
import { stopSeconds } from '../support/stop-seconds.ts';

const image = stagesOf(readText('deploy/Dockerfile')).at(-1) as Stage;
const [port] = restsOf(image, 'EXPOSE').map(Number);
const SECRET = 'sixteen characters';

/** Every variable has a meaning to the server, and its value is one that it takes. */
function checkSettings(environment: Record<string, string>): void {
  const known = environmentHelp.map((line) => line.trim().split(/\s/u)[0]);
  assert.deepEqual(
    Object.keys(environment).filter((name) => !known.includes(name)),
    [],
  );
  readConfig({ ...variablesOf(image), ...environment });
}

const seconds = (text: string): number => Number(/^(\d+)s$/u.exec(text)?.[1]);

type Probe = { httpGet: { path: string; port: string } };
type Manifest = { kind: string; metadata: { name: string }; spec: Record<string, unknown> };
type Variable = { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } };
type Container = {
  ports: { name: string; containerPort: number }[];
  env: Variable[];
  securityContext: object;
  lifecycle: { preStop: { sleep: { seconds: number } } };
} & Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', Probe>;
type Pod = { terminationGracePeriodSeconds: number; securityContext: object; containers: [Container] };

describe('The compose file', () => {
  type Service = { environment: Record<string, string>; networks: { inside: { ipv4_address: string } } };
  type Game = Service & { read_only: boolean; stop_grace_period: string; build: object };
  const { services } = load(readText('deploy/compose.yaml')) as { services: { game: Game; nginx: Service } };
  const { game, nginx } = services;

  it('runs the image over files that cannot be written, and leaves it time to end', () => {
    assert.deepEqual(game.build, { context: '..', dockerfile: 'deploy/Dockerfile' });
    assert.equal(game.read_only, true);
    assert.ok(seconds(game.stop_grace_period) > stopSeconds());
  });

  it('gives settings that the server knows, and trusts its proxy and no other', () => {
    const filled = Object.entries(game.environment).map(([name, value]) => [name, value.replace(/^\$\{.*/u, SECRET)]);
    checkSettings(Object.fromEntries(filled));
    assert.equal(game.environment.TRUST_PROXY, nginx.networks.inside.ipv4_address);
  });

  it('has the documented nginx, which finds the game server and logs to the container’s log', () => {
    const text = documentedConfig(NGINX)
      .replace('127.0.0.1:2567', `${game.networks.inside.ipv4_address}:${port}`)
      .replace('/var/log/nginx/sparkfray.log', '/dev/stdout');
    assert.equal(readText('deploy/nginx.conf'), text);
  });
});

describe('The manifests of Kubernetes', () => {
  const server = useServer();
  const manifests = loadAll(readText('deploy/kubernetes.yaml')) as Manifest[];
  const specOf = <T>(kind: string): T => manifests.find((one) => one.kind === kind)?.spec as T;
  type Deployment = { replicas: number; selector: { matchLabels: object }; template: { metadata: Labels; spec: Pod } };
  type Labels = { labels: object; annotations: Record<string, string> };
  const { replicas, selector, template } = specOf<Deployment>('Deployment');
  const pod = template.spec;
  const [container] = pod.containers;

  it('run one server, as no user that could do harm', () => {
    assert.equal(replicas, 1);
    assert.match(restsOf(image, 'USER')[0] ?? '', /^[1-9]\d*:/u, 'runAsNonRoot needs a number');
    assert.deepEqual(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('probe routes that the server has, at its port', async () => {
    assert.deepEqual(container.ports, [{ name: 'http', containerPort: port }]);
    assert.equal(template.metadata.annotations['prometheus.io/port'], String(port));
    for (const name of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
      const { path, port: at } = container[name].httpGet;
      assert.equal(at, 'http');
      assert.deepEqual(JSON.parse((await ask(`${server.url}${path}`)).text), { status: 'ok' }, name);
    }
    assert.equal(container.readinessProbe.httpGet.path, '/readyz', 'newcomers stay away from a server that drains');
    assert.equal(container.livenessProbe.httpGet.path, '/healthz', 'a server that drains is not killed');
  });

  it('leave time to send newcomers elsewhere, and then to end', () => {
    const { preStop } = container.lifecycle;
    assert.ok(pod.terminationGracePeriodSeconds > preStop.sleep.seconds + stopSeconds());
  });

  it('give settings that the server knows', () => {
    checkSettings(Object.fromEntries(container.env.map(({ name, value = SECRET }) => [name, value])));
    const secrets = container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
    const command = /^# kubectl create secret generic (\S+) (.*)$/mu.exec(readText('deploy/kubernetes.yaml'));
    for (const { name, key } of secrets) {
      assert.equal(name, command?.[1]);
      assert.ok(command?.[2]?.includes(`--from-literal=${key}=`), key);
    }
  });

  it('lead from the name to the pod', () => {
    type Service = { selector: object; ports: { name: string; targetPort: string }[] };
    type Rule = { host: string; http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] } };
    const service = specOf<Service>('Service');
    assert.deepEqual([service.selector, selector.matchLabels], [template.metadata.labels, template.metadata.labels]);
    assert.equal(service.ports[0]?.targetPort, container.ports[0]?.name);
    const { rules, tls } = specOf<{ rules: Rule[]; tls: { hosts: string[] }[] }>('Ingress');
    assert.deepEqual(tls[0]?.hosts, [rules[0]?.host]);
    assert.deepEqual(rules[0]?.http.paths[0]?.backend.service, {
      name: manifests.find(({ kind }) => kind === 'Service')?.metadata.name,
      port: { name: service.ports[0]?.name },
    });
  });
});
