namespace Fusion.Training;

/// <summary>Whose features an alignment's connector brings to the other network's.</summary>
public enum AlignmentDirection
{
    /// <summary>The student's go through the connector, and are compared with the teacher's as they are.</summary>
    StudentToTeacher,

    /// <summary>The teacher's go through the connector, and the student learns what that makes of them.</summary>
    TeacherToStudent,
}
