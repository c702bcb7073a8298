// Makes stock Botium as strict as our replay, where it is more lenient by itself. botium.json names both parts.

// BUTTONS: a button is expected by its whole label; Botium is content with a piece of one.
const BUTTONS = () => ({
  assertConvoStep: async ({ convoStep, args, botMsg }) => {
    const labels = (botMsg.buttons || []).map(({ text }) => text)
    const missing = args.filter((label) => !labels.includes(label))
    if (missing.length > 0) throw new Error(`${convoStep.stepTag}: Expected button(s) with text "${missing}", but there are "${labels}"`)
  },
  assertNotConvoStep: async ({ convoStep, args, botMsg }) => {
    const labels = (botMsg.buttons || []).map(({ text }) => text)
    const unwanted = labels.filter((label) => args.length === 0 || args.includes(label))
    if (unwanted.length > 0) throw new Error(`${convoStep.stepTag}: Not expected button(s) with text "${unwanted}"`)
  }
})

// NOWHERE: `!JSON_PATH $.x` expects that the path leads nowhere; Botium lets it pass, wherever it leads.
const follow = (path, from) => [...path.matchAll(/\.(\w+)|\[(\d+)\]|\['([^'\]]+)'\]/g)]
  .reduce((held, [, name, index, quoted]) => held?.[name ?? index ?? quoted], from)

const NOWHERE = () => ({
  onBotEnd: async ({ convoStep, botMsg }) => {
    for (const { name, not, args } of convoStep.asserters) {
      if (name === 'JSON_PATH' && not && args.length === 1 && follow(args[0], botMsg.sourceData) !== undefined) {
        throw new Error(`${convoStep.stepTag}: Not expected: anything in jsonPath ${args[0]}`)
      }
    }
  }
})

// CONSUMED: a message of the bot that nobody expected fails the script. Botium's SCRIPTING_FORCE_BOT_CONSUMED looks too early:
// the messages of one answer reach its queue one after the other, each by a timer of its own.
const arrived = () => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 1))

const check = async ({ container, convoStep }) => {
  await arrived()
  const left = container._QueueLength()
  if (left > 0) throw new Error(`${convoStep.stepTag}: the bot said more than was expected, messages left: ${left}`)
}

const CONSUMED = () => ({ onMeStart: check, onConvoEnd: check })

module.exports = { PluginAsserters: { BUTTONS }, PluginLogicHooks: { CONSUMED, NOWHERE } }
