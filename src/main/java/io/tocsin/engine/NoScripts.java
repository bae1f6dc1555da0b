package io.tocsin.engine;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** Models hold no scripts: whoever may deploy one must not run code on the server. */
class NoScripts implements ScriptEngineResolver {

  @Override
  public void addScriptEngineFactory(ScriptEngineFactory factory) {
    // None is wanted.
  }

  @Override
  public ScriptEngineManager getScriptEngineManager() {
    throw refused("any language");
  }

  @Override
  public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
    throw refused(language);
  }

  private static ProcessEngineException refused(String language) {
    return new ProcessEngineException(
        "Scripts are switched off (" + language + "); use an expression, a decision or a delegate");
  }
}
