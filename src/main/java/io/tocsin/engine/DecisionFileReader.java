package io.tocsin.engine;

import io.tocsin.engine.DecisionFile.Column;
import io.tocsin.engine.DecisionFile.Rule;
import io.tocsin.engine.DecisionFile.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** Reads a DMN model into plain records. */
final class DecisionFileReader {

  private static final Set<String> FEEL =
      Set.of(
          DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE,
          DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN12,
          DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN13,
          DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN14,
          DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN15);

  private DecisionFileReader() {}

  static DecisionFile read(String resource, DmnModelInstance model) {
    var tables = new LinkedHashMap<String, Table>();
    var others = new ArrayList<String>();
    for (var decision : model.getDefinitions().getChildElementsByType(Decision.class)) {
      if (decision.getExpression() instanceof DecisionTable table) {
        tables.put(text(decision.getId()), table(text(decision.getId()), table));
      } else {
        others.add(text(decision.getId()));
      }
    }
    return new DecisionFile(
        resource,
        text(model.getDefinitions().getId()),
        text(model.getDefinitions().getName()),
        tables,
        List.copyOf(others));
  }

  private static Table table(String decision, DecisionTable table) {
    var rules = new ArrayList<Rule>();
    for (var rule : table.getRules()) {
      rules.add(
          new Rule(
              rules.size() + 1,
              text(rule.getId()),
              content(rule.getDescription()),
              rule.getInputEntries().stream().map(cell -> content(cell.getText())).toList(),
              rule.getOutputEntries().stream().map(cell -> content(cell.getText())).toList()));
    }
    var aggregation = table.getAggregation();
    return new Table(
        decision,
        table.getHitPolicy().name(),
        aggregation == null ? null : aggregation.name(),
        table.getInputs().stream().map(DecisionFileReader::column).toList(),
        table.getOutputs().stream()
            .map(output -> new Column(text(output.getName()), text(output.getTypeRef())))
            .toList(),
        List.copyOf(rules),
        languages(table));
  }

  private static Column column(Input input) {
    var expression = input.getInputExpression();
    return expression == null
        ? new Column("", "")
        : new Column(content(expression.getText()), text(expression.getTypeRef()));
  }

  private static List<String> languages(DecisionTable table) {
    Stream<String> headers =
        table.getInputs().stream()
            .map(Input::getInputExpression)
            .filter(expression -> expression != null)
            .map(LiteralExpression::getExpressionLanguage);
    Stream<String> inputs =
        table.getRules().stream()
            .map(rule -> rule.getInputEntries())
            .flatMap(Collection::stream)
            .map(UnaryTests::getExpressionLanguage);
    Stream<String> outputs =
        table.getRules().stream()
            .map(rule -> rule.getOutputEntries())
            .flatMap(Collection::stream)
            .map(LiteralExpression::getExpressionLanguage);
    return Stream.of(headers, inputs, outputs)
        .flatMap(all -> all)
        .map(DecisionFileReader::text)
        .filter(language -> !language.isBlank() && !feel(language))
        .distinct()
        .toList();
  }

  /** As the engine sees it: another name would be found out only when the table is asked. */
  private static boolean feel(String language) {
    return FEEL.contains(language) || "feel".equals(language.toLowerCase(Locale.ROOT));
  }

  private static String content(@Nullable ModelElementInstance element) {
    return element == null ? "" : text(element.getTextContent()).strip();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
