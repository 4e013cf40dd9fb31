namespace Fusion.Compiler.Differentiate;

/// <summary>A student and the teacher that it is compared with, one sample of each.</summary>
public sealed record Teaching(Graph Student, Graph Teacher)
{
    /// <exception cref="DifferentiationException">The two do not take the same samples.</exception>
    public void CheckInputs()
    {
        var (own, teachers) = (InputsOf(Student), InputsOf(Teacher));
        if (own != teachers)
            throw new DifferentiationException(
                $"the teacher {Teacher.Name} takes {teachers}, but the student {Student.Name} takes {own}; a teacher sees the same "
                + "samples, so that its inputs must have the same shapes in the same order.", -1);
    }

    /// <summary>The teacher's result that one of the student's is compared with: the one of its name, or the only one.</summary>
    /// <param name="loss">The name of the loss, for the message.</param>
    /// <exception cref="DifferentiationException">There is none, its shape is another one, or it is no logits.</exception>
    public GraphOutput ResultFor(GraphOutput output, string loss)
    {
        string all = string.Join(", ", Teacher.Outputs.Select(candidate => $"'{candidate.Name}'"));
        GraphOutput found = Teacher.Outputs.FirstOrDefault(candidate => candidate.Name == output.Name)
            ?? (Teacher.Outputs.Count == 1 && Student.Outputs.Count == 1 ? Teacher.Outputs[0] : null)
            ?? throw new DifferentiationException(
                $"the loss {loss} compares the student's result '{output.Name}' with the teacher's of that name, but the results of "
                + $"{Teacher.Name} are {all}.", -1);
        Shape own = Student.Nodes[output.Node].Shape, teachers = Teacher.Nodes[found.Node].Shape;
        if (own != teachers)
            throw new DifferentiationException(
                $"the loss {loss} compares the student's result '{output.Name}', {own}, with the teacher's '{found.Name}', which is "
                + $"{teachers}; their shapes must be the same.", -1);
        if (Teacher.Nodes[found.Node].Operation is Softmax)
            throw new DifferentiationException(
                $"the loss {loss} compares logits, but the teacher's result '{found.Name}' is behind a Softmax; give {Teacher.Name} the "
                + "logits as a result, which a softmax behind its Run makes probabilities of.", -1);
        return found;
    }

    private static string InputsOf(Graph graph) => string.Join(", ", graph.Inputs.Select(node => node.Shape));
}
