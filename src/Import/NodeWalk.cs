using Fusion.Import.Fold;
using Fusion.Import.Operators;
using Fusion.Import.Protocol;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>Imports nodes one after the other, and keeps what is not supported.</summary>
internal sealed class NodeWalk(ImportSession session)
{
    private readonly List<UnsupportedNode> _unsupported = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    public IReadOnlyList<UnsupportedNode> Unsupported => _unsupported;

    /// <param name="nodes">In an order in which each comes behind those that it reads.</param>
    public void Import(IReadOnlyList<ModelNode> nodes)
    {
        foreach (ModelNode node in nodes)
        {
            if (session.Done.Contains(node)) continue;
            if (node.Reads.Any(_unknown.Contains))
            {
                _unknown.UnionWith(node.Outputs);
                continue;
            }

            if (Try(node, out bool isAcrossBatch) is not { } reason) continue;
            _unsupported.Add(Unsupport(node, reason) with { IsAcrossBatch = isAcrossBatch });
            _unknown.UnionWith(node.Outputs);
        }
    }

    /// <summary>Whether a value depends on what is not supported, and has no value for that reason.</summary>
    public bool IsUnknown(string value) => _unknown.Contains(value);

    /// <summary>Says of values that they depend on what is not supported.</summary>
    public void Forget(IEnumerable<string> values) => _unknown.UnionWith(values);

    /// <summary>Those nodes whose operators are not known at all.</summary>
    public static IEnumerable<UnsupportedNode> WithUnknownOperators(IEnumerable<ModelNode> nodes) =>
        nodes.Where(node => !IsKnown(node)).Select(node => Unsupport(node, node.Domain.Length > 0
            ? "operators of other domains are not supported"
            : UnsupportedOperators.Reason(node.Operator)));

    private static bool IsKnown(ModelNode node) => (node.Domain.Length == 0 || node.Domain == "com.microsoft")
        && (OperatorTable.Find(node.Operator) is not null || Folding.Knows(node.Operator));

    private static UnsupportedNode Unsupport(ModelNode node, string reason) => new(
        node.Domain.Length > 0 ? $"{node.Domain}.{node.Operator}" : node.Operator,
        node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(""), reason);

    /// <summary>Whether a node's result decides about a branch, perhaps through others.</summary>
    private bool IsCondition(ModelNode node) => session.SoleConsumer(node.Outputs.FirstOrDefault("")) is { } reader
        && (reader.Operator == "If" || (reader.Operator is "Cast" or "Not" or "Squeeze" or "Reshape" && IsCondition(reader)));

    /// <returns>Why the node can't be imported; null where it was.</returns>
    private string? Try(ModelNode node, out bool isAcrossBatch)
    {
        isAcrossBatch = false;
        var context = new NodeContext(session, node);
        try
        {
            if (Folding.Fold(context)) return null;
            if (OperatorTable.Find(node.Operator) is not { } import)
            {
                return IsCondition(node)
                    ? "an If takes one of its branches by it, but it is computed from an input, and must be known while the model is read"
                    : "it is computed from an input, but must be constant";
            }

            import(context);
            return null;
        }
        catch (ImportException exception)
        {
            isAcrossBatch = exception is BatchException;
            return exception.Message;
        }
        catch (ShapeException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception
            is OverflowException or IndexOutOfRangeException or ArgumentException or DivideByZeroException)
        {
            return $"its attributes or inputs contradict each other ({exception.Message})";
        }
    }
}
