// Ends node at the first connection that is not to this machine: nothing is to leave it while scripts run.

const { Socket } = require('node:net')

const HERE = ['127.0.0.1', '::1', 'localhost', undefined]
const connect = Socket.prototype.connect

Socket.prototype.connect = function (...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given
  const to = typeof first === 'object' ? first : { host: typeof second === 'string' ? second : undefined }
  if (!to.path && !HERE.includes(to.host)) {
    process.stderr.write(`a connection to ${to.host} was refused: only this machine may be reached\n`)
    process.exit(70)
  }
  return connect.apply(this, given)
}
