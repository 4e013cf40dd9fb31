using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// One name stands for one tensor. A layer that is called twice shares its weights; two layers that share them because their names are
/// equal
/// are more often a slip.
/// </summary>
internal static class ParameterCheck
{
    public static void Run(Graph graph, IReadOnlyList<NodeOrigin> origins, LoweringErrors errors, LoweringErrors warnings)
    {
        var seen = new Dictionary<string, (Parameter Parameter, int Node)>();
        foreach (Node node in graph.Nodes)
        {
            NodeOrigin origin = origins[node.Id];
            foreach (Parameter parameter in node.Operation.Parameters(graph.InputShapes(node)))
            {
                if (!seen.TryGetValue(parameter.Name, out var first))
                {
                    seen[parameter.Name] = (parameter, node.Id);
                }
                else if (first.Parameter.Dimensions != parameter.Dimensions)
                {
                    errors.Add(origin.Frame.Error(
                        origin.Expression, DiagnosticIds.DuplicateParameter,
                        Different(graph, node, parameter, graph.Nodes[first.Node], first.Parameter, origin, origins[first.Node])));
                    // The rest of its parameters has the same name for the same reason.
                    break;
                }
                else if (!origin.IsSameLayer(origins[first.Node]) && !IsTied(node, graph.Nodes[first.Node]))
                {
                    warnings.Add(Shared(parameter, node, origin, graph.Nodes[first.Node], origins[first.Node]));
                }
            }
        }
    }

    private static string Different(
        Graph graph, Node node, Parameter parameter, Node other, Parameter earlier, NodeOrigin origin, NodeOrigin first)
    {
        LayerSpec? layer = origin.Frame.Declaration.Layers
            .FirstOrDefault(candidate => candidate.Operations.Any(operation => operation.Id == origin.Expression));
        if (layer is null || !origin.IsSameLayer(first))
        {
            return $"The parameter '{parameter.Name}' is {parameter.Dimensions} here and {earlier.Dimensions} in an earlier operation, "
                + "but one name stands for one tensor; give one of the operations another Name";
        }

        string input = string.Join(" and ", graph.InputShapes(node)), before = string.Join(" and ", graph.InputShapes(other));
        return $"The layer '{layer.Name}' is called more than once, and its {node.Operation.Kind} gets {before} and then {input}: the "
            + $"parameter '{parameter.Name}' would be {earlier.Dimensions} and {parameter.Dimensions}, but a layer has its weights once; "
            + "declare a second layer with these operations for the other call, or call this one with equal sizes only";
    }

    /// <summary>A value of its own has a layer's tensor only where its name says so.</summary>
    private static bool IsTied(Node node, Node other) => node.Operation is ParameterValue || other.Operation is ParameterValue;

    private static LoweringError Shared(Parameter parameter, Node node, NodeOrigin origin, Node other, NodeOrigin first)
    {
        string trail = first.Frame.Trail.Length == 0 ? first.Frame.Declaration.ShortName : first.Frame.Trail;
        LoweringError warning = origin.Frame.Error(
            origin.Expression, DiagnosticIds.SharedParameter,
            $"This {node.Operation.Kind} and an earlier {other.Operation.Kind} in '{trail}' both call a parameter '{parameter.Name}', "
            + "so that they share one tensor; give one of them another Name or, if they are to share it, declare one layer and call it "
            + "twice in Forward");
        var earlier = new DeclarationPlace(first.Frame.Declaration.Type, first.Expression);
        return warning with { Uses = warning.Uses.Append(earlier).ToEquatableArray() };
    }
}
