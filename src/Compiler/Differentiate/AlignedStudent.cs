namespace Fusion.Compiler.Differentiate;

/// <summary>A student as it is trained with alignments: the connectors are appended to its own nodes, and each alignment's features are a
/// tap (<see cref="AlignmentSpec.Tap"/>).</summary>
public static class AlignedStudent
{
    /// <exception cref="AlignmentException">An alignment does not fit its networks.</exception>
    public static Graph Of(Teaching teaching, IEnumerable<AlignmentSpec> alignments)
    {
        Graph student = teaching.Student;
        var builder = new GraphBuilder(student.Name);
        foreach (Node node in student.Nodes) builder.Add(node.Operation, node.Inputs, node.Name, node.Origin);
        foreach (GraphOutput output in student.Outputs) builder.Output(output.Name, output.Node);
        foreach (GraphConstraint constraint in student.Constraints) builder.Constrain(constraint.Projection);
        foreach (AlignmentSpec alignment in alignments) new Alignment(alignment, teaching).Append(builder);
        return builder.Build();
    }
}
